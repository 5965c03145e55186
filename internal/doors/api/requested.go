package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fields"
)

// Requests is what the door asks of requests.
type Requests struct {
	CanView, CanOpen, CanSeeContact access.Permission
	ActNeeds                        func(act string) access.Permission

	Statuses, Views, Channels, Streets, PauseReasons, LookReasons []string

	KnowsMark func(after string) bool // of a list

	List     func(ctx context.Context, b []byte, query url.Values, most int) (list []byte, after string, err error)
	One      func(ctx context.Context, q db.Query, b []byte, number string) ([]byte, error)
	History  func(ctx context.Context, b []byte, number string) ([]byte, error)
	Promises func(ctx context.Context, b []byte, number string) ([]byte, error)
	Photos   func(ctx context.Context, b []byte, number, base string) ([]byte, error)
	Photo    func(w http.ResponseWriter, r *http.Request, number, id string, small bool) error
	Take     func(ctx context.Context, picture io.Reader) (word string, err error)
	Open     func(ctx context.Context, tx *db.Tx, sent []byte) (number string, err error)
	Act      func(ctx context.Context, tx *db.Tx, act, number string, form url.Values, photos []string) error
	Contact  func(ctx context.Context, tx *db.Tx, b []byte, number, reason, words string) ([]byte, error)
}

// mostPhoto is how many bytes a photo may have.
const mostPhoto = 16 << 20

var thisNumber = map[string]string{"number": sampleNumber}

const (
	sampleNumber = "MNS-26-000042-K"
	samplePhoto  = "019ab0c1-2d3e-7f40-8a51-62b3c4d5e6f7"
	sampleDone   = `{"number":"MNS-26-000042-K"}`
	sampleRow    = `"number":"MNS-26-000042-K","kind":"complaint","subject":"YL01","status":"working","unit":"yol-bakim","district":"turgutlu","lat":38.500123,"lon":27.70451,` +
		`"description":"Okulun önünde derin çukur var","lang":"tr","channel":"phone","opened":"2026-11-20T07:12:00Z","due":"2026-11-25T14:00:00Z",` +
		`"late":false,"reopened":0,"people":1,"photos":1`
)

// Of requests: lists, one, what happened to it, and what can be done.
func (n Requests) resource(d *db.DB) Resource {
	ops := []Op{
		{ID: "listRequests", Method: "GET", Path: "/requests", Needs: n.CanView, Scope: Read, Gives: "RequestList", Paged: true, Query: n.filter(),
			Sample: Sample{Query: "view=open&limit=2", Answer: `{"requests":[{` + sampleRow + `}]}`},
			Read: func(ctx context.Context, q *Ask, b []byte) (_ []byte, err error) {
				if after := q.Values.Get("after"); after != "" && !n.KnowsMark(after) {
					return b, noMark()
				}
				b, q.Next, err = n.List(ctx, b, q.Values, mostListed)
				return b, err
			}},
		{ID: "openRequest", Method: "POST", Path: "/requests", Needs: n.CanOpen, Scope: Open, Body: "NewRequest", Gives: "Changed", Status: http.StatusCreated,
			Sample: Sample{Body: `{"subject":"YL01","description":"Okulun önünde derin çukur var","district":"turgutlu","place":"Atatürk İlkokulu önü","name":"Ayşe Yılmaz","phone":"0532 111 22 33","answers":{"size":"small"}}`,
				Answer: sampleDone},
			Write: func(ctx context.Context, tx *db.Tx, q *Ask, _ []byte) (Done, error) {
				number, err := n.Open(ctx, tx, q.Sent)
				return Done{Body: changed(number), Location: "/requests/" + number}, err
			}},
		{ID: "getRequest", Method: "GET", Path: "/requests/{number}", Needs: n.CanView, Scope: Read, Gives: "Request",
			Sample: Sample{Path: thisNumber, Answer: `{` + sampleRow + `,"place":"Atatürk İlkokulu önü","department":"fen-isleri","holder":"Mehmet Kaya",
				"promises":[{"of":"repair","state":"open","about":"request","number":"MNS-26-000042-K","unit":"yol-bakim","due":"2026-11-25T14:00:00Z"}],"acts":["note","finish"]}`},
			Read: func(ctx context.Context, q *Ask, b []byte) ([]byte, error) {
				return n.One(ctx, d.Read(ctx), b, q.PathValue("number"))
			}},
		{ID: "getHistory", Method: "GET", Path: "/requests/{number}/history", Needs: n.CanView, Scope: Read, Gives: "History",
			Sample: Sample{Path: thisNumber, Answer: `{"history":[{"at":"2026-11-20T07:12:00Z","kind":"request.opened","text":"Başvuru telefonla alındı."}]}`},
			Read: func(ctx context.Context, q *Ask, b []byte) ([]byte, error) {
				return n.History(ctx, b, q.PathValue("number"))
			}},
		{ID: "getPromises", Method: "GET", Path: "/requests/{number}/promises", Needs: n.CanView, Scope: Read, Gives: "PromiseList",
			Sample: Sample{Path: thisNumber, Answer: `{"promises":[{"of":"answer","state":"open","number":"MNS-26-000042-K","unit":"yol-bakim","due":"2026-12-20T14:00:00Z"}]}`},
			Read: func(ctx context.Context, q *Ask, b []byte) ([]byte, error) {
				return n.Promises(ctx, b, q.PathValue("number"))
			}},
		{ID: "getPhotos", Method: "GET", Path: "/requests/{number}/photos", Needs: n.CanView, Scope: Read, Gives: "PhotoList",
			Sample: Sample{Path: thisNumber, Answer: `{"photos":[{"id":"` + samplePhoto + `","kind":"report","at":"2026-11-20T07:12:00Z","width":1600,"height":1200,"address":"/api/v1/requests/` + sampleNumber + `/photos/` + samplePhoto + `"}]}`},
			Read: func(ctx context.Context, q *Ask, b []byte) ([]byte, error) {
				return n.Photos(ctx, b, q.PathValue("number"), base+"/requests")
			}},
		{ID: "getPhoto", Method: "GET", Path: "/requests/{number}/photos/{photo}", Needs: n.CanView, Scope: Read, Media: "image/jpeg", Query: []Field{yes("small")},
			Sample: Sample{Path: map[string]string{"number": sampleNumber, "photo": samplePhoto}, Query: "small=true"},
			Raw: func(w http.ResponseWriter, q *Ask) error {
				return n.Photo(w, q.Request, q.PathValue("number"), q.PathValue("photo"), q.Values.Get("small") == "true")
			}},
		{ID: "sendPhoto", Method: "POST", Path: "/photos", Needs: access.SignedIn, Takes: "image/jpeg", Most: mostPhoto, Gives: "SentPhoto", Status: http.StatusCreated,
			Sample: Sample{Body: "@cukur.jpg", Answer: `{"photo":"3f1a…e9.7c20…41.1600.1200"}`},
			Raw:    n.sendPhoto},
		{ID: "seeContact", Method: "POST", Path: "/requests/{number}/contact", Needs: n.CanSeeContact, Scope: Contact, Body: "Why", Gives: "Contact",
			Sample: Sample{Path: thisNumber, Body: `{"reason":"callback","words":"Adresi sormak için"}`, Answer: `{"name":"Ayşe Yılmaz","phone":"+905321112233","lang":"tr"}`},
			Raw:    func(w http.ResponseWriter, q *Ask) error { return n.showContact(w, d, q) }},
	}
	shapes := n.shapes()
	for _, act := range n.acts() {
		ops = append(ops, n.actOp(act))
		shapes[act.shape()] = Shape{Type: "object", Fields: act.fields}
	}
	return Resource{Name: "requests", Ops: ops, Shapes: shapes}
}

func (n Requests) filter() []Field {
	return []Field{
		oneOf("view", n.Views...), oneOf("status", n.Statuses...), text("district", 200), text("neighbourhood", 200), text("unit", 200), text("department", 200),
		text("subject", 200), oneOf("due", "today", "late"), oneOf("open", "1"), oneOf("reopened", "1").says("only_reopened"), oneOf("confirmed", "yes", "no", "none"), oneOf("kept", "yes", "no"),
		oneOf("outcome", "fixed", "answered", "refused", "forwarded", "duplicate"), day("from"), day("until"), day("done").says("done_from"),
	}
}

func changed(number string) []byte {
	return fields.Object(nil, func(b []byte) []byte { return fields.Field(b, "number", number) })
}

func (n Requests) sendPhoto(w http.ResponseWriter, q *Ask) error {
	word, err := n.Take(q.Context(), q.Request.Body)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]string{"photo": word})
	if err != nil {
		return err
	}
	return kept{Body: string(body)}.tell(w, q.op.status())
}

// showContact is kept for nobody who sends the same key again: whoever looks, looks
// anew, and the journal says so.
func (n Requests) showContact(w http.ResponseWriter, d *db.DB, q *Ask) error {
	var body []byte
	reason, _ := q.Body["reason"].(string)
	words, _ := q.Body["words"].(string)
	err := d.Write(q.Context(), func(tx *db.Tx) (err error) {
		body, err = n.Contact(q.Context(), tx, nil, q.PathValue("number"), reason, words)
		return err
	})
	if err != nil {
		return err
	}
	return kept{Body: string(body)}.tell(w, http.StatusOK)
}
