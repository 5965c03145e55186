package api

import (
	"context"
	"encoding/json"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/fields"
)

func (n Known) subjects() Resource {
	return Resource{
		Name: "subjects",
		Ops: []Op{
			{ID: "listKinds", Method: "GET", Path: "/kinds", Needs: access.Public, Gives: "KindList",
				Sample: Sample{Answer: `{"kinds":[{"code":"complaint","name":{"tr":"Şikâyet","en":"Complaint"},"named":false}]}`},
				Read: func(ctx context.Context, _ *Ask, b []byte) ([]byte, error) {
					all := n.Kinds(ctx)
					b = fields.List(append(b, `{"kinds":`...), len(all), func(b []byte, i int) []byte {
						return fields.Object(b, func(b []byte) []byte {
							return flag(fields.Names(fields.Field(b, "code", all[i].Code), "name", all[i].Name), "named", all[i].Named)
						})
					})
					return append(b, '}'), nil
				}},
			{ID: "listSubjects", Method: "GET", Path: "/subjects", Needs: access.Public, Gives: "SubjectList",
				Sample: Sample{Answer: `{"subjects":[{"code":"YL01","group":"YL","group_name":{"tr":"Yol"},"name":{"tr":"Yolda çukur"},"kind":"complaint"}]}`},
				Read: func(ctx context.Context, _ *Ask, b []byte) ([]byte, error) {
					all := n.Subjects(ctx)
					b = fields.List(append(b, `{"subjects":`...), len(all), func(b []byte, i int) []byte {
						return fields.Object(b, all[i].write)
					})
					return append(b, '}'), nil
				}},
			{ID: "getSubject", Method: "GET", Path: "/subjects/{subject}", Needs: access.Public, Gives: "SubjectInFull",
				Sample: Sample{Path: map[string]string{"subject": "YL01"}, Answer: `{"code":"YL01","group":"YL","name":{"tr":"Yolda çukur"},"kind":"complaint",
					"questions":[{"code":"size","kind":"one","label":{"tr":"Çukur ne kadar büyük?"},"options":[{"code":"small","label":{"tr":"Tabak kadar"}}]}]}`},
				Read: n.subjectInFull},
		},
		Shapes: map[string]Shape{
			"KindList":      {Type: "object", Fields: []Field{list("kinds", 0, Shape{Ref: "Kind"}).needed()}},
			"Kind":          {Type: "object", Fields: []Field{text("code", 0).needed(), of("name", "Names").needed().says("names"), yes("named").needed()}},
			"SubjectList":   {Type: "object", Fields: []Field{list("subjects", 0, Shape{Ref: "Subject"}).needed()}},
			"Subject":       {Type: "object", Fields: subjectFields},
			"SubjectInFull": {Type: "object", Fields: append(subjectFields[:len(subjectFields):len(subjectFields)], list("questions", 0, Shape{Ref: "Question"}).needed())},
			"Question": {Type: "object", Fields: []Field{
				text("code", 0).needed(), oneOf("kind", said(ask.Kinds)...).needed().says("kind_question"), of("label", "Names").needed(), of("hint", "Names"),
				yes("required"), yes("personal"), list("options", 0, Shape{Ref: "QuestionOption"}), of("unit", "Names").says("unit_measure"),
				number("least", 0, 0), number("most", 0, 0), text("pattern", 0), text("example", 0), of("when", "QuestionWhen"), list("stops", 0, Shape{Ref: "QuestionStop"}),
			}},
			"QuestionOption": {Type: "object", Fields: []Field{text("code", 0).needed(), of("label", "Names").needed()}},
			"QuestionWhen":   {Type: "object", Fields: []Field{text("question", 0).needed(), list("is", 0, words)}},
			"QuestionStop": {Type: "object", Fields: []Field{list("is", 0, words), of("reason", "Names").says("reason_stop"), of("who", "Names"), text("call", 0),
				text("subject", 0).says("subject_instead")}},
		},
	}
}

var subjectFields = []Field{text("code", 0).needed(), text("group", 0).needed(), of("name", "Names").needed().says("names"), of("group_name", "Names"), text("kind", 0).says("kind_usual")}

func (s Subject) write(b []byte) []byte {
	b = fields.Field(fields.Field(b, "code", s.Code), "group", s.Group)
	b = fields.Names(fields.Names(b, "name", s.Name), "group_name", s.GroupName)
	return fields.Field(b, "kind", s.Kind)
}

func (n Known) subjectInFull(ctx context.Context, q *Ask, b []byte) ([]byte, error) {
	s, known := n.Subject(ctx, q.PathValue("subject"))
	if !known {
		return b, fault.New(fault.NotFound, "api.nothing_here")
	}
	asked, err := n.Questions(ctx, s.Code)
	if err != nil {
		return b, err
	}
	if asked == nil {
		asked = []ask.Question{}
	}
	questions, err := json.Marshal(asked)
	return fields.Object(b, func(b []byte) []byte { return append(fields.Name(s.write(b), "questions"), questions...) }), err
}
