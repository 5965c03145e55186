package calendar

import (
	"testing"
	"time"
)

const clockForm = "2006-01-02 15:04:05"

func TestDue(t *testing.T) {
	manisa, tehran := manisa(t), tehran(t)
	newYork, oldTehran, oldTurkey := always(t, "America/New_York"), always(t, "Asia/Tehran"), always(t, "Europe/Istanbul")
	ramadan := ramadan(t)
	for name, tt := range map[string]struct {
		on     *Calendar
		opened string
		amount string
		want   string
	}{
		"a petition does not wait for the feast":           {manisa, "2026-03-10 10:00:00", "30d", "2026-04-09 23:59:59"},
		"a petition of the last minute of a day":           {manisa, "2026-03-10 23:59:59", "30d", "2026-04-09 23:59:59"},
		"a petition of the first minute of a day":          {manisa, "2026-03-11 00:00:00", "30d", "2026-04-10 23:59:59"},
		"a petition that ends on a feast is due there":     {manisa, "2026-02-18 09:00:00", "30d", "2026-03-20 23:59:59"},
		"a petition over the end of the year":              {manisa, "2026-12-15 09:00:00", "30d", "2027-01-14 23:59:59"},
		"information over the Feast of Sacrifice":          {manisa, "2026-05-18 10:00:00", "15wd", "2026-06-12 17:00:00"},
		"due on the eve, which is a working day":           {manisa, "2026-05-18 10:00:00", "5wd", "2026-05-26 12:00:00"},
		"received on the eve, after closing":               {manisa, "2026-05-26 15:00:00", "1wd", "2026-06-01 17:00:00"},
		"the day of receipt is not counted":                {manisa, "2026-11-23 07:00:00", "1wd", "2026-11-24 17:00:00"},
		"received on a Saturday":                           {manisa, "2026-11-21 11:00:00", "1wd", "2026-11-23 17:00:00"},
		"received on Friday evening":                       {manisa, "2026-11-20 20:00:00", "2wd", "2026-11-24 17:00:00"},
		"eight working hours from Friday afternoon":        {manisa, "2026-11-20 15:00:00", "8wh", "2026-11-23 15:00:00"},
		"eight working hours fill one day":                 {manisa, "2026-11-23 08:00:00", "8wh", "2026-11-23 17:00:00"},
		"before the doors open the clock stands":           {manisa, "2026-11-23 05:30:00", "1wh", "2026-11-23 09:00:00"},
		"over lunch the clock stands":                      {manisa, "2026-11-23 11:30:00", "1wh", "2026-11-23 13:30:00"},
		"asked at lunch":                                   {manisa, "2026-11-23 12:15:00", "4wh", "2026-11-23 17:00:00"},
		"working hours over the half-day and Republic Day": {manisa, "2026-10-28 10:00:00", "4wh", "2026-10-30 10:00:00"},
		"working hours over New Year":                      {manisa, "2026-12-31 16:00:00", "2wh", "2027-01-04 09:00:00"},
		"an emergency does not sleep":                      {manisa, "2026-05-26 22:15:30", "24h", "2026-05-27 22:15:30"},

		"Thursday is a working day":                   {tehran, "2025-04-23 10:00:00", "1wd", "2025-04-24 12:00:00"},
		"Thursday was closed by decree":               {tehran, "2025-05-14 10:00:00", "1wd", "2025-05-17 13:00:00"},
		"Thursday is open again":                      {tehran, "2025-09-24 10:00:00", "1wd", "2025-09-25 12:00:00"},
		"Thursday is closed in winter":                {tehran, "2025-12-24 10:00:00", "1wd", "2025-12-27 14:00:00"},
		"working hours from one season into the next": {tehran, "2025-05-08 11:00:00", "2wh", "2025-05-10 07:00:00"},
		"ten working days over 15 Khordad":            {tehran, "2025-06-01 09:00:00", "10wd", "2025-06-16 13:00:00"},
		"thirteen days of Nowruz":                     {tehran, "2026-03-18 10:00:00", "1wd", "2026-04-04 14:00:00"},
		"hours before Nowruz go on after it":          {tehran, "2026-03-18 13:00:00", "3wh", "2026-04-04 10:00:00"},
		"30 Esfand of the leap year is a feast":       {tehran, "2025-03-18 10:00:00", "1wd", "2025-03-22 14:00:00"},
		"calendar days over 30 Esfand":                {tehran, "2025-03-19 10:00:00", "2d", "2025-03-21 23:59:59"},
		"before the first week the first week holds":  {tehran, "2001-01-01 09:00:00", "1wd", "2001-01-02 14:00:00"},
		"long after the last the last week holds":     {tehran, "2040-01-01 09:00:00", "1wd", "2040-01-02 14:00:00"},

		"24 hours when the clocks go forward":          {newYork, "2026-03-07 12:00:00", "24h", "2026-03-08 13:00:00"},
		"24 hours when the clocks go back":             {newYork, "2026-10-31 12:00:00", "24h", "2026-11-01 11:00:00"},
		"a calendar day of 23 hours":                   {newYork, "2026-03-07 12:00:00", "1d", "2026-03-08 23:59:59"},
		"a working day that never closes":              {newYork, "2026-03-07 12:00:00", "1wd", "2026-03-08 23:59:59"},
		"24 working hours of a desk that never closes": {newYork, "2026-03-07 12:00:00", "24wh", "2026-03-08 13:00:00"},
		"a night of five hours":                        {nights(t, "America/New_York"), "2026-03-08 00:00:00", "6wh", "2026-03-09 01:00:00"},
		"a night of seven hours":                       {nights(t, "America/New_York"), "2026-11-01 00:00:00", "6wh", "2026-11-01 05:00:00"},
		"the day before Tehran's midnight is skipped":  {oldTehran, "2022-03-20 12:00:00", "1d", "2022-03-21 23:59:59"},
		"the day after Tehran's midnight was skipped":  {oldTehran, "2022-03-21 12:00:00", "24h", "2022-03-22 13:00:00"},
		"Tehran's day of 25 hours":                     {oldTehran, "2022-09-20 12:00:00", "1d", "2022-09-21 23:59:59"},
		"no summer time in Tehran any more":            {oldTehran, "2023-03-21 12:00:00", "24h", "2023-03-22 12:00:00"},
		"a midnight that was skipped in the west":      {always(t, "America/Sao_Paulo"), "2018-11-02 12:00:00", "1d", "2018-11-03 23:59:59"},
		"a night that began at one in the west":        {nights(t, "America/Sao_Paulo"), "2018-11-03 12:00:00", "1wh", "2018-11-04 02:00:00"},

		"Turkey's clocks went forward for the last time":   {oldTurkey, "2016-03-26 12:00:00", "24h", "2016-03-27 13:00:00"},
		"Turkey's clocks did not go back in 2016":          {oldTurkey, "2016-10-29 12:00:00", "24h", "2016-10-30 12:00:00"},
		"they had gone back the year before":               {oldTurkey, "2015-11-07 12:00:00", "24h", "2015-11-08 11:00:00"},
		"a calendar day is a day whatever the clocks do":   {oldTurkey, "2016-03-26 12:00:00", "1d", "2016-03-27 23:59:59"},
		"a day of the fast ends at two":                    {ramadan, "2026-02-19 08:30:00", "1wd", "2026-02-21 14:00:00"},
		"fast hours count as they are":                     {ramadan, "2026-02-21 13:00:00", "2wh", "2026-02-22 10:00:00"},
		"hours begun before the fast go on in it":          {ramadan, "2026-02-17 15:00:00", "2wh", "2026-02-18 10:00:00"},
		"hours of the fast go on after it":                 {ramadan, "2026-03-18 13:30:00", "1wh", "2026-03-21 08:30:00"},
		"the last day of the fast is due by the fast":      {ramadan, "2026-03-17 10:00:00", "1wd", "2026-03-18 14:00:00"},
		"the first day after the fast is due by the clock": {ramadan, "2026-03-18 10:00:00", "1wd", "2026-03-21 16:00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			opened, err := time.ParseInLocation(clockForm, tt.opened, tt.on.Zone)
			if err != nil {
				t.Fatal(err)
			}
			amount, err := ParseAmount(tt.amount)
			if err != nil {
				t.Fatal(err)
			}
			if got := tt.on.Due(opened.UTC(), amount).In(tt.on.Zone).Format(clockForm); got != tt.want {
				t.Errorf("Due(%s, %s) = %s, want %s", tt.opened, tt.amount, got, tt.want)
			}
		})
	}
}

func TestWhatNobodyUnderstandsIsDueAtOnce(t *testing.T) {
	c, opened := manisa(t), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, a := range []Amount{{}, {N: 0, Unit: WorkingDays}, {N: -3, Unit: CalendarDays}, {N: 3, Unit: "moons"}} {
		if due := c.Due(opened, a); !due.Equal(opened) {
			t.Errorf("Due(%v) = %v", a, due)
		}
	}
}

func TestWorked(t *testing.T) {
	manisa := manisa(t)
	for name, tt := range map[string]struct {
		from, to string
		want     time.Duration
	}{
		"a plain day":                    {"2026-11-23 00:00:00", "2026-11-24 00:00:00", 8 * time.Hour},
		"from closing to opening":        {"2026-11-23 17:00:00", "2026-11-24 08:00:00", 0},
		"over lunch":                     {"2026-11-23 11:30:00", "2026-11-23 13:15:00", 45 * time.Minute},
		"a weekend":                      {"2026-11-21 00:00:00", "2026-11-23 00:00:00", 0},
		"the eve of Republic Day":        {"2026-10-28 00:00:00", "2026-10-30 00:00:00", 4 * time.Hour},
		"a month":                        {"2026-11-01 00:00:00", "2026-12-01 00:00:00", 21 * 8 * time.Hour},
		"backwards":                      {"2026-11-24 12:00:00", "2026-11-23 12:00:00", 0},
		"backwards within opening hours": {"2026-11-23 11:00:00", "2026-11-23 09:00:00", 0},
	} {
		t.Run(name, func(t *testing.T) {
			from, _ := time.ParseInLocation(clockForm, tt.from, manisa.Zone)
			to, _ := time.ParseInLocation(clockForm, tt.to, manisa.Zone)
			if got := manisa.Worked(from, to); got != tt.want {
				t.Errorf("Worked = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestTheDoorIsOpen(t *testing.T) {
	manisa := manisa(t)
	for clock, want := range map[string]bool{
		"2026-11-23 07:59:59": false, "2026-11-23 08:00:00": true, "2026-11-23 12:00:00": false,
		"2026-11-23 16:59:59": true, "2026-11-23 17:00:00": false, "2026-10-28 13:30:00": false,
	} {
		at, _ := time.ParseInLocation(clockForm, clock, manisa.Zone)
		if got := manisa.IsOpen(at); got != want {
			t.Errorf("IsOpen(%s) = %v", clock, got)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	c, opened := manisa(b), time.Date(2026, 5, 18, 9, 0, 0, 0, time.UTC)
	for _, a := range []Amount{{30, CalendarDays}, {30, WorkingDays}, {40, WorkingHours}, {24, Hours}} {
		b.Run(a.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Due(opened, a)
			}
		})
	}
	b.Run("worked a year", func(b *testing.B) {
		for b.Loop() {
			c.Worked(opened, opened.AddDate(1, 0, 0))
		}
	})
}
