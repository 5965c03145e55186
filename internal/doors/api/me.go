package api

import (
	"context"
	"slices"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fields"
)

// aboutCalls is what concerns every call: who comes, and how a refusal looks.
var aboutCalls = Resource{
	Name: "me",
	Ops: []Op{{
		ID: "whoAmI", Method: "GET", Path: "/me", Needs: access.SignedIn, Gives: "Me",
		Sample: Sample{Answer: `{"name":"Ayşe Yılmaz","post":"beyaz-masa-gorevli-1","unit":"beyaz-masa","rights":["requests.intake","requests.view"]}`},
		Read: func(ctx context.Context, _ *Ask, b []byte) ([]byte, error) {
			a := access.From(ctx)
			return fields.Object(b, func(b []byte) []byte {
				b = fields.Field(fields.Field(fields.Field(b, "name", a.Name), "post", a.Post), "unit", a.Unit)
				return fields.Texts(b, "rights", held(a))
			}), nil
		},
	}},
	Shapes: map[string]Shape{
		"Me": {Type: "object", Fields: []Field{text("name", 0), text("post", 0), text("unit", 0), list("rights", 0, words)}},
		"Problem": {Type: "object", Fields: []Field{
			text("type", 0).needed().says("problem_type"), text("title", 0).needed().says("problem_title"), whole("status", 0, 0).needed().says("problem_status"),
			text("detail", 0).needed(), list("errors", 0, Shape{Ref: "FieldProblem"}).says("problem_errors"),
		}},
		"FieldProblem": {Type: "object", Fields: []Field{text("field", 0).needed(), text("detail", 0).needed()}},
		"Names":        {Type: "object", Fields: []Field{text("tr", 0), text("fa", 0), text("en", 0)}},
	},
}

// held lists somebody's permissions in a lasting order.
func held(a access.Actor) []string {
	var all []string
	for p, has := range a.Permissions {
		if has {
			all = append(all, string(p))
		}
	}
	slices.Sort(all)
	return all
}
