package api

import (
	"context"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// act is one thing that can be done with a request, and what must be said with it.
type act struct {
	name   string
	fields []Field
	sample string
}

func (n Requests) acts() []act {
	why := text("text", 4000)
	others := []Field{why.needed(), text("text_tr", 4000).says("text_other"), text("text_fa", 4000).says("text_other"), text("text_en", 4000).says("text_other")}
	return []act{
		{"accept", nil, `{}`},
		{"return", []Field{why.needed().says("text_why")}, `{"text":"Bu yol ilçe belediyesinindir"}`},
		{"take", nil, `{}`},
		{"release", nil, `{}`},
		{"handover", []Field{text("unit", 200).needed().says("unit_to"), why.says("text_why")}, `{"unit":"temizlik","text":"Çöp konteyneri ile ilgili"}`},
		{"move", []Field{text("district", 200).needed(), text("neighbourhood", 200), oneOf("street", n.Streets...)}, `{"district":"akhisar"}`},
		{"note", []Field{why.needed().says("text_note")}, `{"text":"Ekip yarın sabah çıkıyor"}`},
		{"ask", others, `{"text":"Çukur hangi şeritte?"}`},
		{"reply", append(others[:len(others):len(others)], yes("interim")), `{"text":"Malzeme bekleniyor","interim":true}`},
		{"pause", []Field{oneOf("reason", n.PauseReasons...).needed().says("reason_pause")}, `{"reason":"season"}`},
		{"resume", nil, `{}`},
		{"finish", append(others[:len(others):len(others)], oneOf("outcome", "fixed", "answered"), list("photos", 5, words).says("photos_sent")), `{"text":"Çukur dolduruldu","outcome":"fixed"}`},
		{"refuse", others, `{"text":"Yol özel mülkiyettedir"}`},
		{"reopen", nil, `{}`},
		{"keep-closed", []Field{why.needed()}, `{"text":"İşin yapıldığı yerinde görüldü"}`},
	}
}

// id is the name of the operation: acceptRequest, keepRequestClosed.
func (a act) id() string {
	if a.name == "keep-closed" {
		return "keepRequestClosed"
	}
	return a.name + "Request"
}

// shape is the name of what is sent: AcceptRequest.
func (a act) shape() string {
	id := a.id()
	return string(id[0]-'a'+'A') + id[1:]
}

// actOp does an act, if the request is still as the caller saw it.
func (n Requests) actOp(a act) Op {
	return Op{
		ID: a.id(), Method: "POST", Path: "/requests/{number}/" + a.name, Needs: n.ActNeeds(a.name), Scope: Work, Body: a.shape(), Gives: "Changed",
		Sample: Sample{Path: thisNumber, Body: a.sample, Answer: sampleDone},
		Write: func(ctx context.Context, tx *db.Tx, q *Ask, _ []byte) (Done, error) {
			number := q.PathValue("number")
			now, err := n.One(ctx, tx, nil, number)
			if err != nil {
				return Done{}, err
			}
			if err := q.Unchanged(now); err != nil {
				return Done{}, err
			}
			if err := n.Act(ctx, tx, a.name, number, q.Form(), q.Texts("photos")); err != nil {
				return Done{}, err
			}
			now, err = n.One(ctx, tx, nil, number)
			if fault.KindOf(err) == fault.NotFound { // who handed it over may no longer see it
				return Done{Body: changed(number)}, nil
			}
			return Done{Body: changed(number), ETag: tagOf(now)}, err
		},
	}
}

func (n Requests) shapes() map[string]Shape {
	row := []Field{
		text("number", 0).needed(), text("kind", 0).needed(), text("subject", 0).needed(), oneOf("status", n.Statuses...).needed(), text("unit", 0), text("district", 0),
		text("neighbourhood", 0), number("lat", 0, 0), number("lon", 0, 0), text("description", 0), oneOf("lang", "tr", "fa", "en"), text("channel", 0),
		moment("opened").needed(), moment("due"), yes("late").needed(), whole("reopened", 0, 0).needed(), whole("people", 0, 0).needed(), whole("photos", 0, 0).needed().says("photos_count"),
		moment("done"), text("outcome", 0), text("confirmed", 0),
	}
	full := append(row[:len(row):len(row)],
		text("place", 0), text("street", 0), text("department", 0), text("offered_from", 0), text("holder", 0), moment("closed"), whole("parts", 0, 0), text("parent", 0),
		list("promises", 0, Shape{Ref: "Promise"}).needed(), list("acts", 0, words).needed(), Field{Name: "answers", Shape: Shape{Type: "object", Each: &Shape{Type: "string"}}, Say: "answers_given"})
	return map[string]Shape{
		"RequestList": {Type: "object", Fields: []Field{list("requests", 0, Shape{Ref: "RequestRow"}).needed(), text("after", 0)}},
		"RequestRow":  {Type: "object", Fields: row},
		"Request":     {Type: "object", Fields: full},
		"NewRequest": {Type: "object", Fields: []Field{
			text("subject", 200).needed(), text("kind", 200).says("kind_new"), text("description", 4000).needed(), oneOf("lang", "tr", "fa", "en"),
			text("district", 200), text("neighbourhood", 200), number("lat", -90, 90), number("lon", -180, 180), text("place", 300), oneOf("street", n.Streets...),
			oneOf("channel", n.Channels...), text("name", 120), text("email", 254), text("phone", 40), list("photos", 5, words).says("photos_sent"),
			{Name: "answers", Shape: Shape{Type: "object", Each: &Shape{}}},
		}},
		"Changed": {Type: "object", Fields: []Field{text("number", 0).needed()}},
		"History": {Type: "object", Fields: []Field{list("history", 0, Shape{Ref: "HistoryLine"}).needed()}},
		"HistoryLine": {Type: "object", Fields: []Field{moment("at").needed(), text("kind", 0).needed().says("kind_news"), text("text", 0).needed().says("text_line"),
			text("words", 0), text("lang", 0)}},
		"PhotoList": {Type: "object", Fields: []Field{list("photos", 0, Shape{Ref: "Photo"}).needed()}},
		"Photo": {Type: "object", Fields: []Field{text("id", 0).needed(), text("kind", 0).needed().says("kind_photo"), moment("at").needed(),
			whole("width", 0, 0), whole("height", 0, 0), text("address", 0).needed()}},
		"SentPhoto": {Type: "object", Fields: []Field{text("photo", 0).needed()}},
		"Contact":   {Type: "object", Fields: []Field{text("name", 0), text("email", 0), text("phone", 0), text("lang", 0)}},
		"Why":       {Type: "object", Fields: []Field{oneOf("reason", n.LookReasons...).says("reason_look"), text("words", 500).says("words_look")}},
	}
}
