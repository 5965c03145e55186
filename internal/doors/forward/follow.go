package forward

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/tenant"
)

// atOnce is how many numbers are asked about in one call.
const atOnce = 40

// listen hears what became of what they have.
func (s *Service) listen(ctx context.Context, l Line, p peer) error {
	open, err := unheard(ctx, s.db.Read(ctx), l.Unit, mostOpen)
	if err != nil || len(open) == 0 {
		return err
	}
	if l.Dialect == FixMyStreet {
		if err := s.updates(ctx, l, p, open); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(open, atOnce) {
		if err := s.standings(ctx, l, p, some); err != nil {
			return err
		}
	}
	return s.lineAnswered(ctx, l.Unit)
}

// standings asks how requests stand, by their numbers.
func (s *Service) standings(ctx context.Context, l Line, p peer, some []Sent) error {
	var numbers []string
	for _, one := range some {
		numbers = append(numbers, one.Theirs)
	}
	answer, err := p.get(ctx, "/requests", url.Values{"service_request_id": {strings.Join(numbers, ",")}})
	if err != nil {
		t := troubleOf(err)
		if t.refusal() && len(some) > 1 { // one of them is unknown there: ask for each
			for _, one := range some {
				if err := s.standings(ctx, l, p, []Sent{one}); err != nil {
					return err
				}
			}
			return nil
		}
		if t.refusal() {
			return s.gone(ctx, some[0])
		}
		return t
	}
	by := map[string]*node{}
	for _, r := range answer.rows("service_request_id") {
		by[r.get("service_request_id")] = r
	}
	for _, one := range some {
		if err := s.stands(ctx, l, one, by[one.Theirs]); err != nil {
			return err
		}
	}
	return nil
}

// gone: they do not show it any more. Nothing is concluded from that.
func (s *Service) gone(ctx context.Context, one Sent) error {
	one, err := sentByID(ctx, s.db.Read(ctx), one.ID)
	if err != nil || one.Step != Open {
		return err
	}
	one.Why, one.Heard = "forward.why_not_shown", clock.Now(ctx)
	return s.note(ctx, one)
}

// stands takes over how one request stands, if that is another way than before.
func (s *Service) stands(ctx context.Context, l Line, one Sent, r *node) error {
	if r == nil {
		return s.gone(ctx, one)
	}
	one, err := sentByID(ctx, s.db.Read(ctx), one.ID) // an update may have ended it
	if err != nil || one.Step != Open {
		return err
	}
	h, err := s.needs.ByCustody(ctx, s.db.Read(ctx), one.ID)
	if err != nil {
		return err
	}
	status, notes := r.get("status"), r.get("status_notes")
	if h.Over {
		one.Step = Ended
	} else if status != one.Status || notes != one.Notes {
		w := Word{Key: keyOf(one, status, notes, r.get("updated_datetime")), Text: notes}
		if l.Dialect == FixMyStreet {
			w.Text = "" // words come with the updates
		}
		if w.What = string(meaning(status)); w.What == string(done) {
			w.Text, w.Pictures = notes, nil
		}
		ended, err := s.hear(ctx, one, w)
		if err != nil {
			return err
		}
		if ended {
			one.Step = Ended
		}
	}
	one.Status, one.Notes, one.Heard, one.Why = short(status, 60), notes, clock.Now(ctx), ""
	return s.note(ctx, one)
}

// keyOf names what they said, so that it is said once.
func keyOf(one Sent, parts ...string) string {
	sum := sha256.Sum256([]byte(string(one.ID) + "\x00" + strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// hear takes over what the body says, as if it had opened the link in its letter.
// It reports whether the body has the request no more.
func (s *Service) hear(ctx context.Context, one Sent, w Word) (ended bool, err error) {
	w.Text = strings.TrimSpace(w.Text)
	what := said(w.What)
	if what == theirs {
		first := Word{Key: "theirs " + string(one.ID), What: string(theirs), Number: one.Theirs}
		if over, err := s.tell(ctx, one, first); err != nil || over {
			return over, err
		}
		what = nothing
	}
	if what == nothing {
		if w.Text == "" {
			return false, nil
		}
		w.What = "say"
		return s.tell(ctx, one, w)
	}
	if w.Text == "" {
		_, l := s.speaking(ctx)
		w.Text = l.Say("forward.said_" + w.What)
	}
	over, err := s.tell(ctx, one, w)
	return over || err == nil, err
}

// tell gives one answer to the city; what comes too late is left.
func (s *Service) tell(ctx context.Context, one Sent, w Word) (over bool, err error) {
	w.Text = short(w.Text, mostWords)
	err = s.needs.Hear(ctx, one.ID, w)
	if fault.KindOf(err) == fault.Conflict {
		return true, nil
	}
	return false, err
}

const (
	window    = 7 * 24 * time.Hour // of updates, at once
	overlap   = time.Hour          // of two windows: some become visible late
	farthest  = 89 * 24 * time.Hour
	mostAtOne = 1000 // of a list, as the specification has it
)

// updates takes over what is new in their list, each once.
func (s *Service) updates(ctx context.Context, l Line, p peer, open []Sent) error {
	now := clock.Now(ctx)
	from := l.ReadUntil.Add(-overlap)
	for _, one := range open {
		if l.ReadUntil.IsZero() && (from.Before(now.Add(-farthest)) || one.Arrived.Before(from)) {
			from = one.Arrived.Add(-overlap)
		}
	}
	if oldest := now.Add(-farthest); from.Before(oldest) {
		from = oldest
	}
	for from.Before(now) {
		until := from.Add(window)
		if until.After(now) {
			until = now
		}
		last, full, err := s.updatesIn(ctx, l, p, from, until)
		if err != nil {
			return err
		}
		if full && last.After(from) && last.Before(until) {
			until = last
		}
		if err := s.onLine(ctx, l.Unit, func(_ *db.Tx, l *Line) error { l.ReadUntil = until; return nil }); err != nil {
			return err
		}
		from = until
	}
	return nil
}

// updatesIn reads one window: when its last update was, and whether the list may
// have been cut there.
func (s *Service) updatesIn(ctx context.Context, l Line, p peer, from, until time.Time) (last time.Time, full bool, err error) {
	answer, err := p.get(ctx, "/servicerequestupdates", url.Values{
		"start_date": {from.UTC().Format(time.RFC3339)}, "end_date": {until.Add(time.Second).UTC().Format(time.RFC3339)}})
	if err != nil {
		t := *troubleOf(err)
		if t.refusal() {
			t.why = "forward.why_no_updates"
		}
		return last, false, &t
	}
	all := answer.rows("service_request_id")
	for _, r := range all {
		at := moment(r.get("updated_datetime"), tenant.From(ctx).Zone())
		if at.After(last) {
			last = at
		}
		if err := s.update(ctx, l, r, at); err != nil {
			return last, false, err
		}
	}
	return last, len(all) >= mostAtOne, nil
}

// update takes over one of them. Those about other people's requests are theirs.
func (s *Service) update(ctx context.Context, l Line, r *node, at time.Time) error {
	q := s.db.Read(ctx)
	found, err := known(ctx, q, l.Unit, r.get("service_request_id"))
	if err != nil || len(found) == 0 {
		return err
	}
	one, name := found[0], r.get("update_id")
	if name == "" || len(name) > longestNumber {
		name = keyOf(one, r.get("status"), r.get("updated_datetime"), r.get("description"))
	}
	if seen, err := takenOver(ctx, q, l.Unit, name); err != nil || seen {
		return err
	}
	ended := one.Step != Open
	if !ended {
		w := Word{Key: name, What: string(meaning(r.get("status"))), Text: r.get("description")}
		if w.What == string(done) {
			w.Pictures = s.fetch(ctx, r)
		}
		if ended, err = s.hear(ctx, one, w); err != nil {
			return err
		}
		one.Heard, one.Status = clock.Now(ctx), short(r.get("status"), 60)
		if ended {
			one.Step = Ended
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := keepUpdate(ctx, tx, l.Unit, name, clock.Now(ctx)); err != nil {
			return err
		}
		return saveSent(ctx, tx, one)
	})
}

// layouts are how others write moments; one without a zone is the city's.
var layouts = []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", time.DateTime}

func moment(text string, zone *time.Location) time.Time {
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t
		}
	}
	return time.Time{}
}

const mostPictures = 5

// fetch brings the pictures of an update. One that cannot be had costs nothing else.
func (s *Service) fetch(ctx context.Context, r *node) []Picture {
	var all []Picture
	for _, kid := range r.kids {
		addresses := []string{kid.text}
		for _, inner := range kid.kids {
			addresses = append(addresses, inner.text)
		}
		for _, at := range addresses {
			if kid.name != "media_url" && kid.name != "media_urls" || strings.TrimSpace(at) == "" || len(all) == mostPictures {
				continue
			}
			if p, err := s.picture(ctx, strings.TrimSpace(at)); err == nil {
				all = append(all, p)
			}
		}
	}
	return all
}

func (s *Service) picture(ctx context.Context, at string) (p Picture, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return p, err
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return p, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		return p, err
	}
	photo, err := files.ReadPhoto(ctx, bytes.NewReader(data), files.Limits{})
	if err != nil {
		return p, err
	}
	p.Width, p.Height = photo.Width, photo.Height
	if p.Full, err = s.files.Put(ctx, photo.Full); err == nil {
		p.Thumb, err = s.files.Put(ctx, photo.Thumb)
	}
	return p, err
}
