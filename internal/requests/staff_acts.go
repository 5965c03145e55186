package requests

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// An act is one thing staff can do with a request: its own address, a form that
// works without script, and a use case of work.go behind it.
type act struct {
	needs    access.Permission
	icon     string
	text     string   // the message key when words are missing; "" when none are needed
	words    bool     // words may be added
	photos   bool     // evidence may be added
	unit     bool     // asks for another unit
	place    bool     // asks for another place
	subject  bool     // asks what it is about
	interim  bool     // may only tell how things stand
	outcomes bool     // asks how it ended
	reasons  bool     // asks why the clock stands still
	other    bool     // asks for another request
	parts    bool     // asks for the parts
	ofParts  bool     // asks for one of the parts
	letters  []string // purposes of ready texts; what is written goes to the resident
	may      func(a access.Actor, r *Request, needs access.Permission) error
	fits     func(a access.Actor, r *Request) bool
	do       func(s *Service, ctx context.Context, tx *db.Tx, number string, f form) error
}

// form is what was sent with an act.
type form struct {
	text, unit, template string
	reason               string
	other                string // the number of another request, as typed
	in                   map[city.Lang]string
	had                  city.ID // who was on it when the form was drawn
	parts                []PartDraft
	part, into           string // numbers of parts
	dropParts            bool
	outcome              Outcome
	interim              bool
	site                 Site
	about                About
	photos               []Picture
}

// plain acts need nothing said: one press does them.
func (a act) plain() bool {
	return a.text == "" && !a.unit && !a.place && !a.subject && !a.reasons && !a.other && !a.parts
}

// toResident reports whether what is written is a letter to the resident.
func (a act) toResident() bool { return a.letters != nil }

// actOrder is the order in which a page offers the acts.
var actOrder = []string{"accept", "return", "reopen", "keep-closed", "take", "finish", "reply", "ask", "part-done", "handover", "split", "end-part", "sign", "refuse", "move", "subject", "pause", "resume", "same-cause", "take-out", "make-lead", "duplicate", "unmerge", "answer-given", "release", "note"}

// acts are what can be done, by the word in the address.
var acts = map[string]act{
	"take":         {needs: CanTake, icon: "check", may: mayWork, fits: canTake, do: take},
	"release":      {needs: CanTake, icon: "undo", may: mayWork, fits: onMe, do: release},
	"accept":       {needs: CanTake, icon: "check", may: mayAccept, fits: in(Offered), do: accept},
	"return":       {needs: CanHandOver, icon: "undo", text: "requests.say_why", may: mayAccept, fits: in(Offered), do: giveBack},
	"handover":     {needs: CanHandOver, icon: "swap", unit: true, words: true, may: push, fits: in(New, Offered, Working, Asked, Forwarded), do: handOver},
	"move":         {needs: CanHandOver, icon: "pin", place: true, may: push, fits: whole(in(New, Offered, Working, Asked, Forwarded)), do: move},
	"subject":      {needs: CanHandOver, icon: "flag", subject: true, words: true, may: push, fits: whole(in(New, Offered, Working, Asked, Forwarded)), do: changeSubject},
	"note":         {needs: CanNote, icon: "lock", text: "requests.write_something", may: comment, fits: in(Statuses...), do: note},
	"ask":          {needs: CanAsk, icon: "question", text: "requests.write_something", letters: []string{"ask"}, may: mayWork, fits: whole(in(New, Working, Forwarded)), do: askThem},
	"reply":        {needs: CanReply, icon: "send", text: "requests.write_something", interim: true, letters: []string{"reply", "interim"}, may: mayWork, fits: whole(in(New, Working, Asked, Forwarded)), do: reply},
	"pause":        {needs: CanAsk, icon: "pause", reasons: true, may: mayWork, fits: in(New, Working, Forwarded), do: pause},
	"resume":       {needs: CanAsk, icon: "clock", may: mayWork, fits: in(New, Working, Forwarded), do: resume},
	"finish":       {needs: CanFinish, icon: "camera", text: "requests.tell_the_resident", outcomes: true, photos: true, letters: []string{"finish"}, may: mayWork, fits: whole(in(New, Working, Asked, Forwarded)), do: finish},
	"refuse":       {needs: CanRefuse, icon: "x", text: "requests.tell_the_resident", letters: []string{"refuse"}, may: mayWork, fits: whole(in(New, Working, Asked, Forwarded)), do: refuse},
	"same-cause":   {needs: CanGroup, icon: "people", other: true, may: group, fits: canFollow, do: sameCause},
	"take-out":     {needs: CanGroup, icon: "undo", may: group, fits: isLed, do: takeOut},
	"make-lead":    {needs: CanGroup, icon: "check", may: group, fits: isLed, do: makeLead},
	"duplicate":    {needs: CanGroup, icon: "document", other: true, words: true, letters: []string{}, may: group, fits: canMerge, do: merge},
	"unmerge":      {needs: CanGroup, icon: "undo", may: group, fits: isMerged, do: unmerge},
	"answer-given": {needs: CanReply, icon: "check", text: "requests.write_something", may: mayWork, fits: isMerged, do: answerGiven},
	"split":        {needs: CanHandOver, icon: "tools", parts: true, may: mayWork, fits: canSplit, do: split},
	"end-part":     {needs: CanHandOver, icon: "x", ofParts: true, text: "requests.write_something", may: mayWork, fits: hasParts, do: endPart},
	"sign":         {needs: CanRefuse, icon: "check", text: "requests.write_something", may: mayWork, fits: hasParts, do: sign},
	"part-done":    {needs: CanFinish, icon: "camera", text: "requests.write_something", photos: true, may: mayWork, fits: isPart, do: partDone},
	"reopen":       {needs: CanReopen, icon: "undo", may: decide, fits: in(ReopenRequested), do: reopen},
	"keep-closed":  {needs: CanReopen, icon: "lock", text: "requests.tell_the_resident", letters: []string{}, may: decide, fits: in(ReopenRequested), do: keepClosed},
}

// in is the statuses in which an act makes sense.
func in(all ...Status) func(access.Actor, *Request) bool {
	return func(_ access.Actor, r *Request) bool {
		for _, s := range all {
			if r.Status == s {
				return true
			}
		}
		return false
	}
}

// canTake: what nobody is on, or a colleague is.
func canTake(a access.Actor, r *Request) bool {
	return r.Status.Open() && r.Status != Offered && r.Status != ReopenRequested && r.Person != a.Person
}

// onMe: what I am on can be put down.
func onMe(a access.Actor, r *Request) bool {
	return a.Person != "" && r.Person == a.Person && (r.Status == Working || r.Status == Asked || r.Status == Forwarded)
}

func push(a access.Actor, r *Request, _ access.Permission) error    { return mayPush(a, r) }
func comment(a access.Actor, r *Request, _ access.Permission) error { return mayComment(a, r) }
func decide(a access.Actor, r *Request, _ access.Permission) error  { return mayDecideReopening(a, r) }

func take(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.TakeFrom(ctx, tx, n, f.had)
}
func release(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error {
	return s.Release(ctx, tx, n)
}
func accept(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error {
	return s.Accept(ctx, tx, n)
}
func giveBack(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.Return(ctx, tx, n, f.text)
}
func handOver(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.HandOver(ctx, tx, n, f.unit, f.text)
}
func move(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.Move(ctx, tx, n, f.site)
}
func changeSubject(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.ChangeSubject(ctx, tx, n, f.about, f.text)
}
func note(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.Note(ctx, tx, n, f.text)
}
func askThem(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.AskAll(ctx, tx, n, f.said())
}
func reply(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.ReplyAll(ctx, tx, n, f.said(), f.interim)
}
func pause(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.Pause(ctx, tx, n, f.reason)
}
func resume(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error {
	return s.Resume(ctx, tx, n)
}
func finish(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return partsRun(s.Finish(ctx, tx, n, Finishing{Outcome: f.outcome, Text: f.text, Photos: f.photos, Told: f.said()}))
}
func refuse(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return partsRun(s.Finish(ctx, tx, n, Finishing{Outcome: Refused, Text: f.text, Told: f.said(), DropParts: f.dropParts}))
}
func reopen(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error {
	return s.Reopen(ctx, tx, n)
}
func keepClosed(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.RefuseReopening(ctx, tx, n, f.text)
}

// mayAct says why somebody may not do something with a request now, if so.
func mayAct(a access.Actor, r *Request, name string) error {
	act := acts[name]
	if err := act.may(a, r, act.needs); err != nil {
		return err
	}
	if !act.fits(a, r) {
		return fault.New(fault.Conflict, "requests.staff_not_now", "number", r.Number)
	}
	return nil
}

// actsFor lists what the actor may do with the request as it stands.
func (s *Service) actsFor(a access.Actor, r *Request) []string {
	var all []string
	for _, name := range actOrder {
		if a.Has(acts[name].needs) && mayAct(a, r, name) == nil {
			all = append(all, name)
		}
	}
	return all
}
