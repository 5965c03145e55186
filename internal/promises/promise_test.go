package promises

import (
	"testing"
	"time"

	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/fault"
)

var start = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC) // Monday 09:00 in Istanbul

func office(t *testing.T) *calendar.Calendar {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Istanbul")
	if err != nil {
		t.Fatal(err)
	}
	var w calendar.Week
	for day := time.Monday; day <= time.Friday; day++ {
		w.Hours[day] = []calendar.Span{{From: 8 * time.Hour, To: 17 * time.Hour}}
	}
	c, err := calendar.New("office", zone, []calendar.Week{w}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// owed is a repair promised for ten hours, which may be paused.
func owed() *Promise {
	p := &Promise{State: Open, Opened: start, MayPause: true, Amount: calendar.Amount{N: 10, Unit: calendar.Hours}}
	p.setDue(start.Add(10 * time.Hour))
	return p
}

func TestWhatMayHappenToAPromise(t *testing.T) {
	for name, tt := range map[string]struct {
		do    func(p *Promise) error
		state State
		want  fault.Kind
	}{
		"kept in time":                    {func(p *Promise) error { return p.keep(start.Add(time.Hour), "photo") }, Kept, fault.None},
		"kept after its time":             {func(p *Promise) error { return p.keep(start.Add(11*time.Hour), "photo") }, Broken, fault.None},
		"cancelled without a reason":      {func(p *Promise) error { return p.stop(Cancelled, start, "") }, Open, fault.Invalid},
		"handed to another body":          {func(p *Promise) error { return p.stop(Handed, start, "forwarded") }, Handed, fault.None},
		"paused for a reason that counts": {func(p *Promise) error { return p.pause(start, "agency") }, Paused, fault.None},
		"paused because we are busy":      {func(p *Promise) error { return p.pause(start, "busy") }, Open, fault.Invalid},
		"a legal clock paused": {func(p *Promise) error {
			p.MayPause = false
			return p.pause(start, "fee")
		}, Open, fault.Forbidden},
		"moved without a reason":  {func(p *Promise) error { return p.move(start.Add(99*time.Hour), start, "") }, Open, fault.Invalid},
		"moved into the past":     {func(p *Promise) error { return p.move(start.Add(-time.Hour), start, "weather") }, Open, fault.Invalid},
		"moved to a later moment": {func(p *Promise) error { return p.move(start.Add(20*time.Hour), start, "weather") }, Open, fault.None},
		"resumed though it runs":  {func(p *Promise) error { return p.resume(office(t), start) }, Open, fault.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			p := owed()
			err := tt.do(p)
			if got := fault.KindOf(err); got != tt.want || p.State != tt.state {
				t.Errorf("got %v and state %s, want %v and %s", err, p.State, tt.want, tt.state)
			}
		})
	}
}

func TestNothingHappensToAPromiseThatHasEnded(t *testing.T) {
	for name, do := range map[string]func(p *Promise) error{
		"keep":  func(p *Promise) error { return p.keep(start, "again") },
		"stop":  func(p *Promise) error { return p.stop(Cancelled, start, "again") },
		"pause": func(p *Promise) error { return p.pause(start, "fee") },
		"move":  func(p *Promise) error { return p.move(start.Add(99*time.Hour), start, "again") },
	} {
		t.Run(name, func(t *testing.T) {
			p := owed()
			if err := p.keep(start, "done"); err != nil {
				t.Fatal(err)
			}
			if fault.KindOf(do(p)) != fault.Conflict {
				t.Error("an ended promise was changed")
			}
		})
	}
}

func TestAPauseGivesBackExactlyTheTimeItsClockCounts(t *testing.T) {
	friday := start.Add(4*24*time.Hour + 6*time.Hour) // Friday 15:00 in Istanbul
	monday := friday.Add(3 * 24 * time.Hour)
	for name, tt := range map[string]struct {
		amount calendar.Amount
		due    time.Time
		want   time.Time
	}{
		"a clock that never sleeps":    {calendar.Amount{N: 30, Unit: calendar.Hours}, friday.Add(10 * time.Hour), monday.Add(10 * time.Hour)},
		"a clock of working hours":     {calendar.Amount{N: 9, Unit: calendar.WorkingHours}, friday.Add(2 * time.Hour), monday.Add(2 * time.Hour)},
		"working hours across weekend": {calendar.Amount{N: 9, Unit: calendar.WorkingHours}, friday.Add(67 * time.Hour), monday.Add(19 * time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			p := owed()
			p.Amount, p.Due = tt.amount, tt.due
			if err := p.pause(friday, "applicant"); err != nil {
				t.Fatal(err)
			}
			if err := p.resume(office(t), monday); err != nil {
				t.Fatal(err)
			}
			if !p.Due.Equal(tt.want) || p.PausedFor != 3*24*time.Hour || p.State != Open {
				t.Errorf("due %s after a pause of %s, want %s", p.Due, p.PausedFor, tt.want)
			}
		})
	}
}

func TestTheLadderIsClimbedOneRungAtATimeAndThenRests(t *testing.T) {
	p := owed()
	var news []string
	for range 10 {
		if p.Next.IsZero() {
			break
		}
		news = append(news, p.step(p.Next))
	}
	want := []string{"soon", "broken", "escalated", "escalated"}
	if len(news) != len(want) {
		t.Fatalf("news %v, want %v", news, want)
	}
	for i := range want {
		if news[i] != want[i] {
			t.Errorf("news %v, want %v", news, want)
		}
	}
	if p.Level != 3 || p.State != Broken || !p.Owed() {
		t.Errorf("in the end level %d, state %s", p.Level, p.State)
	}
}

func TestAMovedDateMakesABrokenPromiseRunAgainAndIsCounted(t *testing.T) {
	p := owed()
	p.step(p.Warn)
	p.step(p.Due)
	now := p.Due.Add(time.Hour)
	if err := p.move(now.Add(24*time.Hour), now, "weather"); err != nil {
		t.Fatal(err)
	}
	if p.State != Open || p.Moved != 1 || p.Late(now) || p.Next.IsZero() {
		t.Errorf("after moving: %+v", p)
	}
}
