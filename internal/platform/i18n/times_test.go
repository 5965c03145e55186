package i18n

import (
	"testing"
	"time"
)

func TestTimes(t *testing.T) {
	tr, fa, en := readers(t)
	five := time.Date(2026, 11, 21, 17, 0, 0, 0, istanbul)
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, istanbul) }
	for name, tt := range map[string]struct{ got, want string }{
		"Turkish clock":                          {tr.Clock(five), "17.00"},
		"Persian clock, in Tehran's zone":        {fa.Clock(five), "۱۷:۳۰"},
		"English clock":                          {en.Clock(five), "17:00"},
		"early in the morning":                   {tr.Clock(at(21, 9)), "09.00"},
		"Turkish moment":                         {tr.Moment(five), "21 Kasım 2026 17.00"},
		"Persian moment":                         {fa.Moment(five), "۳۰ آبان ۱۴۰۵، ۱۷:۳۰"},
		"English moment":                         {en.Moment(five), "21 Nov 2026, 17:00"},
		"today":                                  {tr.When(five, at(21, 8)), "bugün 17.00"},
		"tomorrow":                               {tr.When(at(22, 12), five), "yarın 12.00"},
		"yesterday":                              {fa.When(at(20, 12), five), "دیروز ۱۲:۳۰"},
		"six days away":                          {tr.When(at(27, 12), five), "27 Kasım"},
		"a year away":                            {en.When(five.AddDate(1, 0, 0), five), "21 Nov 2027"},
		"tomorrow already, in Tehran":            {fa.When(time.Date(2026, 11, 21, 23, 45, 0, 0, istanbul), five), "فردا ۰۰:۱۵"},
		"still today, in Turkey":                 {tr.When(time.Date(2026, 11, 21, 23, 45, 0, 0, istanbul), five), "bugün 23.45"},
		"days":                                   {tr.Duration(3*24*time.Hour + 5*time.Hour), "3 gün"},
		"hours":                                  {fa.Duration(4 * time.Hour), "۴ ساعت"},
		"minutes":                                {en.Duration(12 * time.Minute), "12 minutes"},
		"one minute":                             {en.Duration(time.Minute), "1 minute"},
		"almost an hour":                         {tr.Duration(59*time.Minute + 59*time.Second), "59 dakika"},
		"a moment":                               {tr.Duration(20 * time.Second), "1 dakikadan az"},
		"already past":                           {tr.Duration(-48 * time.Hour), "2 gün"},
		"longer than anything":                   {en.Duration(-1 << 63), "106,751 days"},
		"days, short":                            {en.DurationShort(72 * time.Hour), "3 d"},
		"hours, short":                           {tr.DurationShort(4 * time.Hour), "4 sa"},
		"minutes, short":                         {tr.DurationShort(12 * time.Minute), "12 dk"},
		"a moment, short":                        {fa.DurationShort(0), "کمتر از ۱ دقیقه"},
		"New York in summer, from a winter zone": {Locale{Zone: zone("America/New_York")}.Clock(time.Date(2026, 7, 1, 16, 0, 0, 0, time.UTC)), "12:00"},
		"Tehran had summer time until 1401":      {Locale{Zone: tehran}.Clock(time.Date(2022, 7, 1, 8, 0, 0, 0, time.UTC)), "12:30"},
		"Tehran has no summer time any more":     {Locale{Zone: tehran}.Clock(time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)), "11:30"},
		"Turkey stayed in summer time after 2016": {tr.Clock(time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)), "11.00"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", name, tt.got, tt.want)
		}
	}
}
