"""SQL of programs and their configs."""

PROGRAM_ACCESS = "SELECT * FROM praan_program_access($1, $2)"
