SELECT praan_make_partition((date_trunc('month', now()) + make_interval(months => m))::date)
FROM generate_series(-6, 3) AS m
