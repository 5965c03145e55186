package calendar

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
)

// The official lists of feasts lie beside the repository where the whole
// project is checked out. Elsewhere a few of their lines must do.
const (
	fewTurkish = `date,from,to,name_tr,name_en,kind
2026-10-28,13:00,24:00,Cumhuriyet Bayramı arifesi,Eve of Republic Day,half
2026-10-29,00:00,24:00,Cumhuriyet Bayramı,Republic Day,full
2027-01-01,00:00,24:00,Yılbaşı,New Year's Day,full
`
	fewIranian = `jalali,gregorian,kind,name_fa
1403-12-30,2025-03-20,solar,آخرین روز اسفند
1404-01-01,2025-03-21,solar,نوروز
`
)

// officialList reads a list of feasts without its first line.
func officialList(t *testing.T, name, few string) [][]string {
	t.Helper()
	text := few
	if data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "holidays", name)); err == nil {
		text = string(data)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func TestTurkishFeastsAreKept(t *testing.T) {
	rows := officialList(t, "tr-2024-2030.csv", fewTurkish)
	var exceptions []Exception
	for _, row := range rows {
		shut := hours(0, 24)
		if row[5] == "half" {
			shut = hours(13, 24)
		}
		exceptions = append(exceptions, Shut(day(t, row[0]), shut, city.Text{TR: row[3], EN: row[4]}))
	}
	c := must(t, zone(t, "Europe/Istanbul"), []Week{{Hours: turkishWeek}}, exceptions...)
	for _, row := range rows {
		d := day(t, row[0])
		from, to := d.At(0, c.Zone), d.At(24*time.Hour, c.Zone)
		if row[5] == "half" {
			from = d.At(13*time.Hour, c.Zone)
		}
		if worked := c.Worked(from, to); worked != 0 {
			t.Errorf("%s, %s: %v are worked", row[0], row[3], worked)
		}
	}
}

func TestIranianFeastsAreKept(t *testing.T) {
	rows := officialList(t, "ir-official-1400-1407.csv", fewIranian)
	var days []string
	for _, row := range rows {
		days = append(days, row[1])
	}
	week := on([]Span{hours(7, 14)}, time.Saturday, time.Sunday, time.Monday, time.Tuesday, time.Wednesday)
	c := must(t, zone(t, "Asia/Tehran"), []Week{{Hours: week}}, closed(t, days...)...)
	for _, row := range rows {
		before := day(t, row[1]) - 1
		due := c.Due(before.At(12*time.Hour, c.Zone), Amount{1, WorkingDays})
		if got := city.DayOf(due, c.Zone); got <= before+1 {
			t.Errorf("%s, %s: something is due on %s", row[1], row[3], got)
		}
	}
}
