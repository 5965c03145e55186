package requests

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/promises"
)

// grouping is an officer of a unit who may put requests together.
func grouping(ctx context.Context, unit string) context.Context {
	ctx = officer(ctx, unit)
	access.From(ctx).Permissions[CanGroup] = true
	return ctx
}

// toldBy opens a request of somebody with an address, in their language.
func toldBy(t *testing.T, s *Service, ctx context.Context, email string, lang city.Lang) Opened {
	t.Helper()
	var o Opened
	write(t, s.db, ctx, func(tx *db.Tx) (err error) {
		o, err = s.Open(ctx, tx, Report{Kind: "request", Subject: "YL01", Description: "Su yok", Lang: lang,
			Place: city.Place{District: "turgutlu", Point: city.PointAt(38.5, 27.7)}, Channel: "web", Contact: Contact{Email: email, Lang: lang}})
		return err
	})
	return o
}

// kinds are the kinds of what the journal holds about a request, the eldest first.
func kinds(t *testing.T, s *Service, ctx context.Context, id city.ID) (all []string) {
	t.Helper()
	entries, err := journal.Of(ctx, s.db.Read(ctx), id, 100)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(entries) - 1; i >= 0; i-- {
		all = append(all, entries[i].Kind)
	}
	return all
}

func saidTo(t *testing.T, s *Service, ctx context.Context, id city.ID, kind MessageKind) (Message, int) {
	t.Helper()
	all, err := messagesOf(ctx, s.db.Read(ctx), id)
	if err != nil {
		t.Fatal(err)
	}
	var last Message
	n := 0
	for _, m := range all {
		if m.Kind == kind {
			last, n = m, n+1
		}
	}
	return last, n
}

func owedOf(t *testing.T, s *Service, ctx context.Context, id city.ID) map[promises.Of]promises.State {
	t.Helper()
	all, err := promises.About(ctx, s.db.Read(ctx), id)
	if err != nil {
		t.Fatal(err)
	}
	found := map[promises.Of]promises.State{}
	for _, p := range all {
		found[p.Of] = p.State
	}
	return found
}

func TestManyRequestsOfOneCauseAreOneWorkAndEverybodyIsTold(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		lead := toldBy(t, s, ctx, "ayse@example.org", "tr")
		second := toldBy(t, s, later(ctx, time.Hour), "babak@example.org", "fa")
		third := toldBy(t, s, later(ctx, 2*time.Hour), "ayse@example.org", "tr") // Ayşe again
		write(t, s.db, ctx, func(tx *db.Tx) error {
			_, err := s.JoinIn(ctx, tx, second.Number, "can@example.org", "browser-1")
			return err
		})
		at := grouping(later(ctx, 3*time.Hour), "yol")
		write(t, s.db, at, func(tx *db.Tx) error {
			return s.Gather(at, tx, lead.Number, []string{second.Number, third.Number, second.Number})
		})
		l, m := get(t, s, ctx, lead.Number), get(t, s, ctx, second.Number)
		if l.Members != 2 || l.People != 3 { // Ayşe, Babak, Can
			t.Errorf("the lead has %d members and stands for %d people", l.Members, l.People)
		}
		if owed := owedOf(t, s, ctx, second.ID); owed[promises.Repair] != promises.Handed || owed[promises.Answer] != promises.Open {
			t.Errorf("the member owes %v", owed)
		}
		write(t, s.db, at, func(tx *db.Tx) error { return s.Take(at, tx, lead.Number) })
		if m = get(t, s, ctx, second.Number); m.Status != Working || m.Person != access.From(at).Person {
			t.Errorf("the member stands as %s with %q", m.Status, m.Person)
		}
		err := s.db.Write(at, func(tx *db.Tx) error {
			return s.Finish(at, tx, second.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("a member was worked on by itself: %v", err)
		}
		done := grouping(later(ctx, 24*time.Hour), "yol")
		write(t, s.db, done, func(tx *db.Tx) error {
			return s.Finish(done, tx, lead.Number, Finishing{Outcome: Fixed, Text: "Boru onarıldı: {number}", Told: Said{In: map[city.Lang]string{"fa": "لوله تعمیر شد: {number}"}}})
		})
		for _, o := range []Opened{lead, second, third} {
			r := get(t, s, ctx, o.Number)
			owed := owedOf(t, s, ctx, o.ID)
			if r.Status != Done || r.Outcome != Fixed || owed[promises.Answer] != promises.Kept {
				t.Errorf("%s stands as %s, owes %v", o.Number, r.Status, owed)
			}
			said, n := saidTo(t, s, ctx, o.ID, Finish)
			want, lang := "Boru onarıldı: "+o.Number, city.Lang("tr")
			if o == second {
				want, lang = "لوله تعمیر شد: "+o.Number, "fa"
			}
			if n != 1 || said.Text != want || said.Lang != lang {
				t.Errorf("%s was told %d times, %q in %s", o.Number, n, said.Text, said.Lang)
			}
		}
	})
}

func TestANoOfOneOfManyReopensThatOneAlone(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		lead, member := toldBy(t, s, ctx, "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr")
		at := grouping(ctx, "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Gather(at, tx, lead.Number, []string{member.Number}) })
		write(t, s.db, at, func(tx *db.Tx) error {
			return s.Finish(at, tx, lead.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		write(t, s.db, ctx, func(tx *db.Tx) error { return s.Confirm(ctx, tx, lead.Number, lead.Secret, "happy", "") })
		write(t, s.db, ctx, func(tx *db.Tx) error {
			return s.Object(ctx, tx, member.Number, member.Secret, "sad", "Bizde hâlâ su yok")
		})
		write(t, s.db, at, func(tx *db.Tx) error { return s.Reopen(at, tx, member.Number) })
		m, l := get(t, s, ctx, member.Number), get(t, s, ctx, lead.Number)
		if m.Status != Working || m.Lead != "" || m.Due.IsZero() || l.Status != Closed || l.Confirmed != Yes || l.Members != 0 {
			t.Errorf("the member %s of %q until %s, the lead %s %s with %d", m.Status, m.Lead, m.Due, l.Status, l.Confirmed, l.Members)
		}
		if owed := owedOf(t, s, ctx, member.ID); owed[promises.Repair] != promises.Open {
			t.Errorf("it owes %v", owed)
		}
	})
}

func TestWhatIsTakenOutAgainHasItsOwnUnitAndItsOldDate(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		lead, member := toldBy(t, s, later(ctx, 24*time.Hour), "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr")
		was := get(t, s, ctx, member.Number)
		at := grouping(later(ctx, 25*time.Hour), "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Gather(at, tx, lead.Number, []string{member.Number}) })
		write(t, s.db, at, func(tx *db.Tx) error { return s.HandOver(at, tx, lead.Number, "park", "Kök") })
		if m := get(t, s, ctx, member.Number); m.Unit != "park" || m.Status != Offered {
			t.Errorf("the member stayed with %s as %s", m.Unit, m.Status)
		}
		park := grouping(later(ctx, 26*time.Hour), "park")
		write(t, s.db, park, func(tx *db.Tx) error { return s.TakeOut(park, tx, member.Number) })
		m, l := get(t, s, ctx, member.Number), get(t, s, ctx, lead.Number)
		if m.Unit != "yol" || m.Status != New || m.Lead != "" || !m.Due.Equal(was.Due) || l.Members != 0 || l.People != 1 {
			t.Errorf("with %s as %s until %s, was %s; the lead has %d, %d people", m.Unit, m.Status, m.Due, was.Due, l.Members, l.People)
		}
		if owed := owedOf(t, s, ctx, member.ID); owed[promises.Repair] != promises.Open {
			t.Errorf("it owes %v", owed)
		}
		got := kinds(t, s, ctx, member.ID)
		if got[len(got)-1] != (events.RequestUnclustered{}).Kind() {
			t.Errorf("the journal ends with %v", got)
		}
		err := s.db.Write(park, func(tx *db.Tx) error { return s.TakeOut(park, tx, lead.Number) })
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("what stands alone was taken out: %v", err)
		}
	})
}

func TestAMemberFinishedByTheLeadCountsByItsOwnDate(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		member := toldBy(t, s, ctx, "b@example.org", "tr")
		monday2 := later(ctx, 7*24*time.Hour) // the member's three working days are over
		lead := toldBy(t, s, monday2, "a@example.org", "tr")
		at := grouping(later(monday2, time.Hour), "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Gather(at, tx, lead.Number, []string{member.Number}) })
		write(t, s.db, at, func(tx *db.Tx) error {
			return s.Finish(at, tx, lead.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		for o, want := range map[Opened]bool{lead: true, member: false} {
			entries, _ := journal.Of(ctx, s.db.Read(ctx), o.ID, 1)
			var e events.RequestFinished
			if err := entries[0].Read(&e); err != nil || e.OnTime != want {
				t.Errorf("%s in time: %v (%v)", o.Number, e.OnTime, err)
			}
		}
	})
}

func TestTheLeadCanBeChanged(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		a, b, c := toldBy(t, s, ctx, "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr"), toldBy(t, s, ctx, "c@example.org", "tr")
		at := grouping(ctx, "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Gather(at, tx, a.Number, []string{b.Number, c.Number}) })
		write(t, s.db, at, func(tx *db.Tx) error { return s.Take(at, tx, a.Number) })
		write(t, s.db, at, func(tx *db.Tx) error { return s.MakeLead(at, tx, b.Number) })
		ra, rb, rc := get(t, s, ctx, a.Number), get(t, s, ctx, b.Number), get(t, s, ctx, c.Number)
		if ra.Lead != b.ID || rc.Lead != b.ID || rb.Lead != "" || rb.Members != 2 || rb.People != 3 || ra.Members != 0 || ra.People != 1 {
			t.Errorf("a %+v, b %+v (%d people), c %+v", ra.Together, rb.Together, rb.People, rc.Together)
		}
		if rb.Status != Working || rb.Person != access.From(at).Person {
			t.Errorf("the new lead stands as %s with %q", rb.Status, rb.Person)
		}
		owed := owedOf(t, s, ctx, a.ID)
		if owed[promises.Repair] != promises.Handed || owedOf(t, s, ctx, b.ID)[promises.Repair] != promises.Open {
			t.Errorf("a owes %v, b owes %v", owed, owedOf(t, s, ctx, b.ID))
		}
	})
}

func TestAnAnswerOfOneLetsTheWorkOfAllGoOn(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		a, b := toldBy(t, s, ctx, "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr")
		at := grouping(ctx, "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Gather(at, tx, a.Number, []string{b.Number}) })
		write(t, s.db, at, func(tx *db.Tx) error { return s.Ask(at, tx, a.Number, "Hangi sokak?") })
		if _, n := saidTo(t, s, ctx, b.ID, Question); n != 1 || get(t, s, ctx, b.Number).Status != Asked {
			t.Errorf("the member was asked %d times", n)
		}
		write(t, s.db, ctx, func(tx *db.Tx) error { return s.Write(ctx, tx, b.Number, b.Secret, "Gül Sokak", nil) })
		for _, o := range []Opened{a, b} {
			if r := get(t, s, ctx, o.Number); r.Status != Working {
				t.Errorf("%s stands as %s", o.Number, r.Status)
			}
		}
	})
}

func TestWhatCannotBePutTogetherIsSaidSo(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		a, b, c := toldBy(t, s, ctx, "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr"), toldBy(t, s, ctx, "c@example.org", "tr")
		at := grouping(ctx, "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Gather(at, tx, a.Number, []string{b.Number}) })
		write(t, s.db, at, func(tx *db.Tx) error {
			return s.Finish(at, tx, c.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		for name, tt := range map[string]struct {
			at      context.Context
			lead    string
			numbers []string
			want    fault.Kind
		}{
			"with itself":              {at, a.Number, []string{a.Number}, fault.Invalid},
			"a second time":            {at, a.Number, []string{b.Number}, fault.Conflict},
			"a loop":                   {at, b.Number, []string{a.Number}, fault.Conflict},
			"with what is finished":    {at, c.Number, []string{a.Number}, fault.Conflict},
			"what is finished":         {at, a.Number, []string{c.Number}, fault.Conflict},
			"nothing":                  {at, a.Number, nil, fault.Invalid},
			"what is not there":        {at, a.Number, []string{"KSB-26-999999-A"}, fault.NotFound},
			"what one may not see":     {grouping(ctx, "park"), a.Number, []string{b.Number}, fault.NotFound},
			"without being allowed to": {officer(ctx, "yol"), a.Number, []string{b.Number}, fault.Forbidden},
		} {
			err := s.db.Write(tt.at, func(tx *db.Tx) error { return s.Gather(tt.at, tx, tt.lead, tt.numbers) })
			if fault.KindOf(err) != tt.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		if l := get(t, s, ctx, a.Number); l.Members != 1 || l.People != 2 {
			t.Errorf("the refused ones left their mark: %+v", l.Together)
		}
	})
}

func TestTwoClerksAtOncePutARequestToOneLeadOnly(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		a, b, c := toldBy(t, s, ctx, "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr"), toldBy(t, s, ctx, "c@example.org", "tr")
		at := grouping(ctx, "yol")
		errs := bothAtOnce(func(i int) error {
			return s.db.Write(at, func(tx *db.Tx) error { return s.Gather(at, tx, []string{a.Number, b.Number}[i], []string{c.Number}) })
		})
		lost := errors.Join(errs[0], errs[1])
		if (errs[0] == nil) == (errs[1] == nil) || fault.KindOf(lost) != fault.Conflict {
			t.Errorf("one wins and the other is told: %v", errs)
		}
		if n := get(t, s, ctx, a.Number).Members + get(t, s, ctx, b.Number).Members; n != 1 {
			t.Errorf("it follows %d leads", n)
		}
	})
}

// bothAtOnce lets two do something at the same moment.
func bothAtOnce(do func(i int) error) (errs [2]error) {
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = do(i) })
	}
	wg.Wait()
	return errs
}
