# The first C program of a README: what stands between ```c and ```.
/^```c$/ { inside = 1; next }
/^```$/ && inside { exit }
inside
