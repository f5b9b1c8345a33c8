"""The same duties as Praan's hot paths, built the ordinary way: what `make bench` compares with."""
