package forward

import (
	"context"
	"net/url"
	"strings"

	"mahalle/internal/doors"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// What somebody of the city does with a body's door.

// mayEdit: whoever connects other systems, and the operator at the machine.
func mayEdit(a access.Actor) error {
	if a.Kind == access.System && a.Post == "" || a.Has(doors.CanEdit) {
		return nil
	}
	return fault.New(fault.Forbidden, "web.not_yours")
}

// Setting is what is typed about a line.
type Setting struct {
	URL          string // the GeoReport address, or that of a discovery document
	Jurisdiction string
	Key          string // empty: the one there is
	Dialect      Dialect
	Photos       Photos
}

const mostTyped = 200

func (t *Setting) check(call func(string) (*url.URL, error)) error {
	var faults []fault.Field
	is := func(wrong bool, name, key string, args ...any) {
		if wrong {
			faults = append(faults, fault.Field{Name: name, Key: key, Args: args})
		}
	}
	t.Jurisdiction, t.Key = strings.TrimSpace(i18n.CleanText(t.Jurisdiction)), strings.TrimSpace(t.Key)
	if u, err := call(t.URL); err != nil {
		f, _ := fault.Of(err)
		is(true, "url", f.Key, f.Args...)
	} else {
		u.RawQuery = ""
		t.URL = strings.TrimRight(u.String(), "/")
	}
	is(len([]rune(t.Jurisdiction)) > mostTyped, "jurisdiction", "forward.too_long", "most", mostTyped)
	is(len(t.Key) > mostTyped, "key", "forward.too_long", "most", mostTyped)
	is(t.Dialect != Plain && t.Dialect != FixMyStreet, "dialect", "forward.choose")
	is(t.Photos != Multipart && t.Photos != Link && t.Photos != NoPhotos, "photos", "forward.choose")
	if len(faults) > 0 {
		return fault.Fields(faults...)
	}
	return nil
}

// Connect gives a body a door of its own, or another one, after their list of
// services was read there. Subjects of the same code or name are matched.
func (s *Service) Connect(ctx context.Context, unit string, t Setting) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	if _, is := s.needs.BodyName(ctx, unit); !is {
		return fault.New(fault.NotFound, "forward.no_such_body")
	}
	if err := t.check(s.calls.Check); err != nil {
		return err
	}
	was, err := lineOf(ctx, s.db.Read(ctx), unit)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	l := was
	l.Unit, l.URL, l.Jurisdiction, l.Dialect, l.Photos, l.State = unit, t.URL, t.Jurisdiction, t.Dialect, t.Photos, On
	if t.Key != "" {
		l.secret = s.ring.Lock(t.Key, lockedFor, string(db.TenantFrom(ctx)), unit)
	}
	if err := s.read(ctx, &l); err != nil {
		return fault.Fields(fault.Field{Name: "url", Key: troubleOf(err).why})
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := saveLine(ctx, tx, l); err != nil {
			return err
		}
		if err := s.match(ctx, tx, l); err != nil {
			return err
		}
		if err := s.order(ctx, tx, unit, clock.Now(ctx)); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.LineChanged{Line: events.Line{Unit: unit}, State: string(l.State), Address: was.URL != l.URL, Key: t.Key != ""})
	})
}

// Test reads a body's list of services at once, and tells how many there are.
func (s *Service) Test(ctx context.Context, unit string) (n int, err error) {
	if err := mayEdit(access.From(ctx)); err != nil {
		return 0, err
	}
	l, err := lineOf(ctx, s.db.Read(ctx), unit)
	if err != nil {
		return 0, err
	}
	if err := s.read(ctx, &l); err != nil {
		return 0, fault.New(fault.Conflict, troubleOf(err).why)
	}
	return len(l.Services), s.db.Write(ctx, func(tx *db.Tx) error {
		kept, err := lineOf(ctx, tx, unit)
		if err != nil {
			return err
		}
		kept.Services, kept.Format, kept.Checked = l.Services, l.Format, l.Checked
		kept.answered(l.Checked)
		if err := saveLine(ctx, tx, kept); err != nil {
			return err
		}
		if err := s.match(ctx, tx, kept); err != nil {
			return err
		}
		return s.order(ctx, tx, unit, clock.Now(ctx))
	})
}

// read finds the GeoReport address behind a discovery document, and reads the
// list of services as JSON, or as XML where there is no JSON.
func (s *Service) read(ctx context.Context, l *Line) error {
	p, err := s.peerOf(ctx, *l)
	if err != nil {
		return err
	}
	if err := s.discover(ctx, l, &p); err != nil {
		return err
	}
	var answer *node
	for _, format := range []string{"json", "xml"} {
		p.format = format
		if answer, err = p.get(ctx, "/services", nil); err == nil {
			break
		}
		if t := troubleOf(err); t.status == 0 {
			return err
		}
	}
	if err != nil {
		return err
	}
	l.Format, l.Services, l.Checked = p.format, nil, clock.Now(ctx)
	for _, r := range answer.rows("service_code") {
		if code := r.get("service_code"); code != "" && len(l.Services) < mostServices {
			l.Services = append(l.Services, TheirService{Code: short(code, mostTyped), Name: short(r.get("service_name"), mostTyped), Group: short(r.get("group"), mostTyped), Metadata: truth(r.get("metadata"))})
		}
	}
	l.answered(l.Checked)
	return nil
}

const mostServices = 2000

// discover goes from a discovery document to the address it names, the one for
// production before one for tests.
func (s *Service) discover(ctx context.Context, l *Line, p *peer) error {
	at, format, found := cutDiscovery(l.URL)
	if !found {
		return nil
	}
	d := peer{client: p.client, base: at, format: format}
	answer, err := d.get(ctx, "/discovery", nil)
	if err != nil {
		return err
	}
	chosen := ""
	for _, e := range answer.rows("url") {
		spec := e.get("specification")
		if spec != "" && !strings.Contains(strings.ToLower(spec), "georeport") {
			continue
		}
		if chosen == "" || e.get("type") == "production" {
			chosen = e.get("url")
		}
		if e.get("type") == "production" {
			break
		}
	}
	u, err := s.calls.Check(chosen)
	if err != nil {
		return &trouble{why: "forward.why_garbage"}
	}
	l.URL = strings.TrimRight(u.String(), "/")
	p.base = l.URL
	return nil
}

func cutDiscovery(address string) (base, format string, found bool) {
	for _, format := range []string{"json", "xml"} {
		if base, found := strings.CutSuffix(address, "/discovery."+format); found {
			return base, format, true
		}
	}
	return address, "", false
}

// match says for every subject that nobody has placed yet which of their services
// has the same code or name.
func (s *Service) match(ctx context.Context, tx *db.Tx, l Line) error {
	codes, err := codesOf(ctx, tx, l.Unit)
	if err != nil {
		return err
	}
	for _, subject := range s.needs.Subjects(ctx) {
		if codes[subject.Value] != "" {
			continue
		}
		if code, ok := l.same(subject.Value, s.needs.SubjectNames(ctx, subject.Value)...); ok {
			if err := setCode(ctx, tx, l.Unit, subject.Value, code); err != nil {
				return err
			}
		}
	}
	return nil
}

// Place says which of their services a subject is; "*" is whatever is not named.
// Without a code, nobody says any more.
func (s *Service) Place(ctx context.Context, unit, subject, code string) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		l, err := lineOf(ctx, tx, unit)
		if err != nil {
			return err
		}
		if _, known := l.service(code); code != "" && !known {
			return fault.Fields(fault.Field{Name: "code", Key: "forward.choose"})
		}
		if subject == "" || subject != whatever && len(s.needs.SubjectNames(ctx, subject)) == 0 {
			return fault.Fields(fault.Field{Name: "subject", Key: "forward.choose"})
		}
		return setCode(ctx, tx, unit, subject, code)
	})
}

// Switch stops a body's door, so that it is told by letter, or opens it again.
func (s *Service) Switch(ctx context.Context, unit string, to State) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return s.onLine(ctx, unit, func(tx *db.Tx, l *Line) error {
		if l.State = to; to == On {
			l.RestUntil = clock.Now(ctx)
			if err := s.order(ctx, tx, unit, clock.Now(ctx)); err != nil {
				return err
			}
		}
		return s.journal.Record(ctx, tx, events.LineChanged{Line: events.Line{Unit: unit}, State: string(to)})
	})
}

// Remove forgets a body's door. What is with the body stays with it.
func (s *Service) Remove(ctx context.Context, unit string) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := lineOf(ctx, tx, unit); err != nil {
			return err
		}
		if err := deleteLine(ctx, tx, unit); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.LineChanged{Line: events.Line{Unit: unit}, State: "removed"})
	})
}
