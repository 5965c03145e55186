package insight

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/insight/statistics"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// sheet is one district, unit or department with its figures.
type sheet struct {
	Code, Name, Href string
	Population       int64
	Rows             within
	Now              standing
	Month            Flow      // the last thirty days
	Since            city.Day  // the first of them
	Week             Flow      // the last seven days
	Weeks            [12]int64 // requests that came, the oldest week first
}

// standing is what is open in some cells together.
type standing struct {
	Load
	DueToday int64
}

// together adds up what is open in some cells.
func together(open []openRow, today city.Day) standing {
	var s standing
	for _, o := range open {
		if o.Due == everyDay {
			s.Load.add(o.Load, 1)
		}
		if o.Due == today {
			s.DueToday += o.Open
		}
	}
	return s
}

// lateBefore is how many were late a week ago.
func (s sheet) lateBefore() int64 { return s.Now.Late - s.Week.LateChange }

// openBefore is how many were open a week ago.
func (s sheet) openBefore() int64 { return s.Now.Open - s.Week.OpenChange }

// thisWeek is how many requests came in the last seven days, and usual how many
// come in a week otherwise.
func (s sheet) thisWeek() int64 { return s.Weeks[len(s.Weeks)-1] }

func (s sheet) usual() float64 {
	sum := int64(0)
	for _, n := range s.Weeks[:len(s.Weeks)-1] {
		sum += n
	}
	return float64(sum) / float64(len(s.Weeks)-1)
}

// perThousand is what is open for every 1,000 residents; 0 where nobody knows
// how many live there.
func (s sheet) perThousand() float64 {
	if s.Population == 0 {
		return 0
	}
	return 1000 * float64(s.Now.Open) / float64(s.Population)
}

// lateShare is the part of what is open that is late.
func (s sheet) lateShare() statistics.Share {
	return statistics.Share{Yes: s.Now.Late, Of: s.Now.Open}
}

// onTime is the share that was finished in time, where a time was promised.
func (f Flow) onTime() statistics.Share {
	return statistics.Share{Yes: f.OnTime, Of: f.OnTime + f.DoneLate}
}

// said is the share of residents' answers that say yes, it is done.
func (f Flow) said() statistics.Share {
	return statistics.Share{Yes: f.Confirmed, Of: f.Confirmed + f.Refuted}
}

// idle reports that nothing is open and nothing happened for weeks.
func (s sheet) idle() bool {
	return s.Now.Open == 0 && s.Month == Flow{} && s.Weeks == [len(s.Weeks)]int64{}
}

// plus puts two sheets together; the name stays.
func (s sheet) plus(other sheet) sheet {
	s.Now.Load.add(other.Now.Load, 1)
	s.Now.DueToday += other.Now.DueToday
	s.Month.add(other.Month, 1)
	s.Week.add(other.Week, 1)
	s.Population += other.Population
	s.Since = max(s.Since, other.Since)
	for i := range s.Weeks {
		s.Weeks[i] += other.Weeks[i]
	}
	return s
}

func total(sheets []sheet) sheet {
	var sum sheet
	for _, s := range sheets {
		sum = sum.plus(s)
	}
	return sum
}

// look is one look at the figures: the day, and what is open on it.
type look struct {
	q     db.Query
	today city.Day
	open  []openRow
}

// lookAt reads what is open; districts and units narrow it, nil does not.
func (s *Service) lookAt(ctx context.Context, districts, units []string) (look, error) {
	l := look{q: s.db.Read(ctx), today: tenant.From(ctx).Today(clock.Now(ctx))}
	var err error
	l.open, err = openNow(ctx, l.q, l.today, districts, units)
	return l, err
}

// districts are the figures of districts, in their order.
func (k look) districts(ctx context.Context, districts []District, rows within) ([]sheet, error) {
	l := i18n.From(ctx)
	sheets := make([]sheet, len(districts))
	for i, d := range districts {
		sheets[i] = sheet{Code: d.Code, Name: l.Text(d.Name), Population: d.Population, Rows: rows.district(d.Code)}
	}
	return sheets, k.fill(ctx, sheets, byDistrict)
}

// units are the figures of units, in the order of the list.
func (k look) units(ctx context.Context, units []string, name func(context.Context, string) string, rows within) ([]sheet, error) {
	sheets := make([]sheet, len(units))
	for i, code := range units {
		sheets[i] = sheet{Code: code, Name: name(ctx, code), Rows: rows.unit(code)}
	}
	return sheets, k.fill(ctx, sheets, byUnit)
}

// side is which half of a cell names a sheet.
type side bool

const (
	byDistrict side = false
	byUnit     side = true
)

func (of side) code(c cell) string {
	if of == byUnit {
		return c.Unit
	}
	return c.District
}

// fill reads the figures of the sheets, whose codes are districts or units.
func (k look) fill(ctx context.Context, sheets []sheet, of side) error {
	codes := make([]string, len(sheets))
	at := make(map[string]*sheet, len(sheets))
	for i := range sheets {
		codes[i], at[sheets[i].Code] = sheets[i].Code, &sheets[i]
		sheets[i].Since = k.today - monthDays + 1
	}
	k.fillNow(at, of)
	districts, units := codes, []string{all}
	if of == byUnit {
		districts, units = units, districts
	}
	month, err := happened(ctx, k.q, districts, units, k.today-monthDays+1, k.today)
	for _, f := range month {
		at[of.code(f.cell)].Month = f.Flow
	}
	if err != nil {
		return err
	}
	week, err := happened(ctx, k.q, districts, units, k.today-6, k.today)
	for _, f := range week {
		at[of.code(f.cell)].Week = f.Flow
	}
	if err != nil {
		return err
	}
	weeks, err := weekly(ctx, k.q, districts, units, k.today-city.Day(7*len(sheet{}.Weeks))+1, k.today)
	for _, w := range weeks {
		at[of.code(w.cell)].Weeks[w.Week] = w.Opened
	}
	return err
}

func (k look) fillNow(at map[string]*sheet, of side) {
	cells := make(map[string][]openRow)
	for _, o := range k.open {
		cells[of.code(o.cell)] = append(cells[of.code(o.cell)], o)
	}
	for code, s := range at {
		s.Now = together(cells[code], k.today)
	}
}
