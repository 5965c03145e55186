package requests

import (
	"strconv"

	"mahalle/internal/platform/fields"
)

// Programs are answered with JSON that is written directly, field by field: a
// list of fifty costs less than finding its rows.

func appendRequest(b []byte, r *Request) []byte {
	b = append(b, `{"number":"`...)
	b = append(b, r.Number...)
	b = append(b, '"')
	b = fields.Field(b, "kind", r.Kind)
	b = fields.Field(b, "subject", r.Subject)
	b = fields.Field(b, "status", string(r.Status))
	b = fields.Field(b, "unit", r.Unit)
	b = fields.Field(b, "district", r.Place.District)
	b = fields.Field(b, "neighbourhood", r.Place.Neighbourhood)
	b = fields.Point(b, r.Place.Point)
	b = fields.Field(b, "description", r.Description)
	b = fields.Field(b, "lang", string(r.Lang))
	b = fields.Field(b, "channel", r.Channel)
	b = fields.Moment(b, "opened", r.Opened)
	b = fields.Moment(b, "due", r.Due)
	b = append(b, `,"late":`...)
	b = strconv.AppendBool(b, r.Late)
	b = append(b, `,"reopened":`...)
	b = strconv.AppendInt(b, int64(r.Reopened), 10)
	b = append(b, `,"people":`...)
	b = strconv.AppendInt(b, int64(r.People), 10)
	b = append(b, `,"photos":`...)
	b = strconv.AppendInt(b, int64(r.Photos), 10)
	b = fields.Moment(b, "done", r.DoneAt)
	b = fields.Field(b, "outcome", string(r.Outcome))
	b = fields.Field(b, "confirmed", string(r.Confirmed))
	return append(b, '}')
}

// appendAnswers adds what was answered to the questions of the subject, by their
// codes, to a request that was written last.
func appendAnswers(b []byte, all []Value) []byte {
	if len(all) == 0 {
		return b
	}
	b = append(b[:len(b)-1], `,"answers":{`...)
	for i, v := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(fields.Text(b, v.Question), ':')
		b = fields.Text(b, v.Value)
	}
	return append(b, '}', '}')
}

func appendPin(b []byte, p *Pin) []byte {
	b = append(b, `["`...)
	b = append(b, p.Number...)
	b = append(b, `",`...)
	b = fields.Degrees(b, p.At.Lat)
	b = append(b, ',')
	b = fields.Degrees(b, p.At.Lon)
	b = append(b, ',')
	b = fields.Text(b, string(p.Status))
	b = append(b, ',')
	b = fields.Text(b, p.Subject)
	return append(b, ']')
}
