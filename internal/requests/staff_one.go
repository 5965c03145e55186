package requests

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// oneView is everything the page of one request shows to staff.
type oneView struct {
	Request
	Title, Head, Kind, Where string
	UnitName, Post, Holder   string
	Why, WayHere             string
	Since                    time.Time // since when the unit has it
	Above                    string    // the post that is told next, if nothing is done
	AboveAt                  time.Time
	Promises                 []ui.Promise
	History                  []ui.Entry
	OnlyMessages             bool
	Photos                   []ui.Photo
	Answers                  []ui.Fact // to the questions of the subject
	Locator                  ui.Map
	Drawn                    bool
	Applicant                applicant
	Beside                   beside
	Acts                     []string
	Urgent                   []ui.Mark // words of the report that cannot wait
	Now                      time.Time
	Stands                   stands // since when the clock stands still, if Still
	Still                    bool
	Custody                  Custody // of a body outside that has it
	List, Next               string  // the list one came from, and the request after this one
}

func (s *Service) onePage(w http.ResponseWriter, r *http.Request) error {
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	if number != r.PathValue("number") {
		return web.Go(w, r, listAddress+"/"+number)
	}
	v, err := s.oneView(r.Context(), number, r.URL.Query())
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, onePage(i18n.From(r.Context()), v))
}

// seen fetches a request the actor may see.
func (s *Service) seen(ctx context.Context, number string) (Request, error) {
	one, err := byNumber(ctx, s.db.Read(ctx), number)
	if err != nil {
		return one, err
	}
	return one, maySee(access.From(ctx), &one)
}

func (s *Service) oneView(ctx context.Context, number string, q url.Values) (oneView, error) {
	one, err := s.seen(ctx, number)
	if err != nil {
		return oneView{}, err
	}
	v := oneView{Request: one, Title: s.pages.subjectName(ctx, one.Subject), Where: s.pages.placeName(ctx, one.Place),
		Kind: s.pages.kindName(ctx, one.Kind), UnitName: s.pages.unitName(ctx, one.Unit), Now: clock.Now(ctx),
		Why: s.staff.why(ctx, one.Rule), WayHere: s.staff.wayHere(ctx, &one), Holder: s.pages.personName(ctx, one.Person), OnlyMessages: q.Get("show") == "messages"}
	v.Head = headOf(v.Title, one.Description)
	v.Urgent = s.staff.urgent(ctx, one.Description)
	post := s.needs.DeskPost(ctx, one.Unit)
	v.Post = s.pages.postName(ctx, post)
	v.Locator = s.pages.locator(ctx, one.Place)
	v.Drawn = len(v.Locator.Shapes) > 0
	v.Acts = s.actsFor(access.From(ctx), &one)
	read := s.db.Read(ctx)
	if err := s.owed(ctx, read, &v, post); err != nil {
		return v, err
	}
	if err := s.tellColleagues(ctx, read, &v); err != nil {
		return v, err
	}
	if v.Custody, err = s.pages.custody(ctx, read, &one); err != nil {
		return v, err
	}
	if v.Applicant, err = s.applicantOf(ctx, read, &one); err != nil {
		return v, err
	}
	if v.Beside, err = s.besides(ctx, read, &one); err != nil {
		return v, err
	}
	v.Acts = v.Beside.fitting(v.Acts)
	if err := s.tellAnswers(ctx, read, &v, false); err != nil {
		return v, err
	}
	return v, s.cameFrom(ctx, read, &v, q.Get("list"))
}

// owed draws the promises, and tells which post hears of it next.
func (s *Service) owed(ctx context.Context, q db.Query, v *oneView, post string) error {
	all, err := promises.About(ctx, q, v.ID)
	if err != nil {
		return err
	}
	v.Acts = fitting(v.Acts, all)
	v.Stands, v.Still = standsStill(all)
	for i := range all {
		p := &all[i]
		if overtaken(all[i:]) {
			continue
		}
		for _, bar := range s.bars(ctx, &v.Request, all[i:i+1], v.Now) {
			bar.Label = i18n.From(ctx).Say("requests.staff_promise_" + string(p.Of))
			v.Promises = append(v.Promises, bar)
		}
		if p.Owed() && p.State == promises.Broken && !p.Next.IsZero() && (v.AboveAt.IsZero() || p.Next.Before(v.AboveAt)) {
			v.Above, v.AboveAt = s.staff.above(ctx, post, p.Level), p.Next
		}
	}
	return nil
}

// cameFrom remembers the list one came from and finds the request after this one.
func (s *Service) cameFrom(ctx context.Context, q db.Query, v *oneView, address string) error {
	query, f, ok := readList(ctx, address)
	if !ok {
		return nil
	}
	v.List = query.Encode()
	if query.Get("q") != "" {
		return nil
	}
	f.Limit, f.After = 1, f.mark(v.Request)
	next, err := list(ctx, q, access.From(ctx), f)
	if len(next) > 0 {
		v.Next = next[0].Number
	}
	return err
}

// longestList is how many bytes the address of a list may have.
const longestList = 2000

// readList reads the address of a list that came along; a broken one is none.
func readList(ctx context.Context, address string) (url.Values, Filter, bool) {
	query, err := url.ParseQuery(address)
	if err != nil || address == "" || len(address) > longestList {
		return nil, Filter{}, false
	}
	settleView(query, query.Get("q") != "")
	f, err := parseFilter(ctx, query, rowsPerPage)
	return query, f, err == nil
}

// headOf is the subject and the first words of the description.
func headOf(title, description string) string {
	first, _, _ := strings.Cut(description, "\n")
	if letters := []rune(first); len(letters) > 70 {
		first = strings.TrimSpace(string(letters[:70])) + "…"
	}
	if first == "" {
		return title
	}
	return title + ": " + first
}

// trimmed cleans a text and takes away what stands empty around it.
func trimmed(s string) string { return strings.TrimSpace(i18n.CleanText(s)) }
