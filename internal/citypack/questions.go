package citypack

import (
	"bytes"
	"strings"

	"github.com/BurntSushi/toml"

	"mahalle/internal/platform/ask"
)

// Sheet is what is asked in addition about one subject.
type Sheet struct {
	Subject   string
	Questions []ask.Question
}

const questionsFile = "questions.toml"

// asked is one [[question]] of the file.
type asked struct {
	Subject string `toml:"subject"`
	ask.Question
}

// questions reads the extra questions; a pack may go without.
func (r *reader) questions() {
	data, ok := r.file(questionsFile, false)
	if !ok {
		return
	}
	var all struct {
		Questions []asked `toml:"question"`
	}
	meta, err := toml.Decode(string(bytes.TrimPrefix(data, []byte("\ufeff"))), &all)
	if err != nil {
		line, reason := tomlFault(err)
		r.faults.Add(questionsFile, line, "%s", reason)
		return
	}
	page := questionLines(data)
	for _, key := range meta.Undecoded() {
		r.faults.Add(questionsFile, page.of(-1, key[len(key)-1]), "%s is not known here", key)
	}
	places := map[string][]int{} // of a subject's questions in the file
	for i, q := range all.Questions {
		if !r.has("subject", q.Subject) {
			r.faults.Add(questionsFile, page.of(i, "subject"), "subject %q is not a subject", q.Subject)
			continue
		}
		if len(places[q.Subject]) == 0 {
			r.pack.Questions = append(r.pack.Questions, Sheet{Subject: q.Subject})
		}
		places[q.Subject] = append(places[q.Subject], i)
		r.checkOnward(page, i, q)
		for s := range r.pack.Questions {
			if sheet := &r.pack.Questions[s]; sheet.Subject == q.Subject {
				sheet.Questions = append(sheet.Questions, q.Question)
			}
		}
	}
	for _, sheet := range r.pack.Questions {
		for _, p := range ask.Check(sheet.Questions, r.langs()) {
			r.faults.Add(questionsFile, page.of(places[sheet.Subject][p.At], p.Part), "%s", p)
		}
	}
}

// checkOnward wants a subject to go on as that exists.
func (r *reader) checkOnward(page fileLines, at int, q asked) {
	for _, s := range q.Stops {
		if s.Subject != "" && (s.Subject == q.Subject || !r.has("subject", s.Subject)) {
			r.faults.Add(questionsFile, page.of(at, "stop"), "stop: %q is not another subject", s.Subject)
		}
	}
}

// fileLines finds the line of a part of a question.
type fileLines struct{ text []string }

func questionLines(data []byte) fileLines { return fileLines{strings.Split(string(data), "\n")} }

// of is the line where the question's part stands, or where the question
// begins; -1 means any question.
func (l fileLines) of(question int, part string) int {
	begins, at := 0, -1
	for i, text := range l.text {
		text = strings.TrimSpace(text)
		if strings.HasPrefix(text, "[[question]]") {
			if at++; at == question {
				begins = i + 1
			} else if question >= 0 && at > question {
				break
			}
		}
		if (question < 0 || at == question) && setsPart(text, part) {
			return i + 1
		}
	}
	return begins
}

// setsPart reports whether a line sets the key or opens it as a section.
func setsPart(line, part string) bool {
	key, _, _ := strings.Cut(strings.Trim(line, "[] \t\r"), "=")
	key = strings.TrimSpace(key)
	name := strings.TrimSuffix(part, "s") // "options" are [[question.option]]
	return key == part || key == "question."+name || strings.HasPrefix(key, part+".") || strings.HasSuffix(key, "."+part)
}
