package figures

import (
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	var b strings.Builder
	all := []Figure{
		Counter("a_total", "all a", 2, "api", `x"y\`, "status", "200"),
		Counter("a_total", "all a", 0.0625, "api", "z", "status", "200"),
		Gauge("b", "now", -1),
	}
	all = append(all, Histogram("c_seconds", "time", []float64{0.01, 1}, []int{3, 4, 5}, 7.5, "api", "x")...)
	all = append(all, Histogram("c_seconds", "time", []float64{0.01, 1}, []int{0, 0, 1}, 2, "api", "y")...)
	if err := write(&b, all); err != nil {
		t.Fatal(err)
	}
	const want = `# HELP a_total all a
# TYPE a_total counter
a_total{api="x\"y\\",status="200"} 2
a_total{api="z",status="200"} 0.0625
# HELP b now
# TYPE b gauge
b -1
# HELP c_seconds time
# TYPE c_seconds histogram
c_seconds_bucket{api="x",le="0.01"} 3
c_seconds_bucket{api="x",le="1"} 4
c_seconds_bucket{api="x",le="+Inf"} 5
c_seconds_sum{api="x"} 7.5
c_seconds_count{api="x"} 5
c_seconds_bucket{api="y",le="0.01"} 0
c_seconds_bucket{api="y",le="1"} 0
c_seconds_bucket{api="y",le="+Inf"} 1
c_seconds_sum{api="y"} 2
c_seconds_count{api="y"} 1
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", &b, want)
	}
}
