package calendar

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"mahalle/internal/city"
)

const (
	// longestRest is how long a calendar may be closed at a stretch. Behind it
	// lies a mistake, and a due time nobody would live to see.
	longestRest = 3 * 366
	// longestList keeps a year typed with five digits from filling the memory.
	longestList = 200 * 366
)

// New makes a calendar. The week that begins first also holds for all time
// before it. Exceptions are read in the order given, each acting on what the
// earlier ones left of the day: an eve that falls on a feast stays closed, and
// a Saturday opened after all is open. The error names what cannot be right,
// such as a calendar that would be closed for three years on end.
func New(code string, zone *time.Location, weeks []Week, exceptions []Exception) (*Calendar, error) {
	c := &Calendar{Code: code, Zone: zone, exceptions: map[city.Day][]Exception{}}
	if err := c.build(weeks, exceptions); err != nil {
		return nil, fmt.Errorf("calendar %q: %w", code, err)
	}
	return c, nil
}

func (c *Calendar) build(weeks []Week, exceptions []Exception) error {
	if c.Code == "" || c.Zone == nil || len(weeks) == 0 {
		return errors.New("it needs a code, a time zone and at least one week")
	}
	if err := c.takeWeeks(weeks); err != nil {
		return err
	}
	if err := c.takeExceptions(exceptions); err != nil {
		return err
	}
	if err := c.layOut(exceptions); err != nil {
		return err
	}
	return c.mustOpen()
}

func (c *Calendar) takeWeeks(weeks []Week) error {
	c.weeks = slices.Clone(weeks)
	slices.SortStableFunc(c.weeks, func(a, b Week) int { return int(a.From) - int(b.From) })
	for i := range c.weeks {
		w := &c.weeks[i]
		if i > 0 && w.From == c.weeks[i-1].From {
			return fmt.Errorf("two weeks begin on %s", w.From)
		}
		for day, spans := range w.Hours {
			w.Hours[day] = slices.Clone(spans)
			if err := inOrder(spans); err != nil {
				return fmt.Errorf("week from %s, %s: %w", w.From, time.Weekday(day), err)
			}
		}
	}
	return nil
}

func (c *Calendar) takeExceptions(exceptions []Exception) error {
	for _, e := range exceptions {
		e.Spans = slices.Clone(e.Spans)
		if err := e.check(); err != nil {
			return fmt.Errorf("exception on %s: %w", e.Day, err)
		}
		c.exceptions[e.Day] = append(c.exceptions[e.Day], e)
	}
	return nil
}

func (e Exception) check() error {
	switch e.Kind {
	case Closed:
		if len(e.Spans) > 0 {
			return errors.New("a closed day has no opening hours")
		}
	case Half, Open:
		if len(e.Spans) == 0 {
			return errors.New("it does not say which hours are open")
		}
	default:
		return fmt.Errorf("%q is not a kind of exception", e.Kind)
	}
	return inOrder(e.Spans)
}

func inOrder(spans []Span) error {
	var end time.Duration
	for _, s := range spans {
		if s.From < end || s.To <= s.From || s.To > 24*time.Hour {
			return fmt.Errorf("opening hours %v–%v overlap, run backwards or leave the day", s.From, s.To)
		}
		if s.From%time.Minute != 0 || s.To%time.Minute != 0 {
			return fmt.Errorf("opening hours %v–%v are not whole minutes", s.From, s.To)
		}
		end = s.To
	}
	return nil
}

// layOut writes down the hours of every day on which more than the plain week
// matters.
func (c *Calendar) layOut(exceptions []Exception) error {
	first, last := c.weeks[min(1, len(c.weeks)-1)].From, c.weeks[len(c.weeks)-1].From
	for _, e := range exceptions {
		first, last = min(first, e.Day), max(last, e.Day)
	}
	if int64(last)-int64(first) > longestList {
		return fmt.Errorf("from %s to %s it spans more than 200 years", first, last)
	}
	c.first = first
	for day := first; day <= last; day++ {
		hours := c.week(day).Hours[day.Weekday()]
		for _, e := range c.exceptions[day] {
			hours = e.apply(hours)
		}
		c.days = append(c.days, hours)
	}
	return nil
}

func (e Exception) apply(hours []Span) []Span {
	switch e.Kind {
	case Open:
		return e.Spans
	case Half:
		return overlap(hours, e.Spans)
	default:
		return nil
	}
}

// overlap is the time that lies in both lists.
func overlap(a, b []Span) []Span {
	var both []Span
	for _, x := range a {
		for _, y := range b {
			if s := (Span{max(x.From, y.From), min(x.To, y.To)}); s.From < s.To {
				both = append(both, s)
			}
		}
	}
	return both
}

// mustOpen refuses a calendar on which something could never fall due.
func (c *Calendar) mustOpen() error {
	rest := 0
	start, end := int(c.first)-7, int(c.first)+len(c.days)+longestRest
	for i := start; i <= end; i++ {
		if c.IsWorking(city.Day(i)) {
			rest = 0
			continue
		}
		if rest++; rest > longestRest || i < int(c.first) && rest == 7 {
			return fmt.Errorf("it is closed for three years or longer until %s", city.Day(i))
		}
	}
	return nil
}
