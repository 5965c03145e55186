package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// meters counts answers by door and status class; it knows no person and no
// address, only patterns.
type meters struct {
	registry *prometheus.Registry
	answers  *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMeters() *meters {
	m := &meters{
		registry: prometheus.NewRegistry(),
		answers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "mahalle_http_answers_total", Help: "Answers by route and class of status."}, []string{"route", "class"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "mahalle_http_seconds", Help: "Time to answer by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route"}),
	}
	m.registry.MustRegister(m.answers, m.seconds,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// meter is one door's counters, looked up once.
type meter struct {
	classes [6]prometheus.Counter
	seconds prometheus.Observer
}

func (m *meters) of(route string) *meter {
	one := &meter{seconds: m.seconds.WithLabelValues(route)}
	for class := range one.classes {
		one.classes[class] = m.answers.WithLabelValues(route, strconv.Itoa(class)+"xx")
	}
	return one
}

func (m *meter) count(status int, took time.Duration) {
	m.classes[min(max(status/100, 0), 5)].Inc()
	m.seconds.Observe(took.Seconds())
}

// Meters is the page of figures for the operator's monitoring.
func (rt *Router) Meters() http.Handler {
	return promhttp.HandlerFor(rt.meters.registry, promhttp.HandlerOpts{})
}

// Measure adds figures of other parts to that page.
func (rt *Router) Measure(c prometheus.Collector) { rt.meters.registry.MustRegister(c) }
