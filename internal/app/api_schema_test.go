package app_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
)

// schemaFaults checks a value against a schema of the description: the words of
// JSON Schema that the description uses, and no others.
func schemaFaults(doc, schema map[string]any, v any, at string) []string {
	if ref, ok := schema["$ref"].(string); ok {
		target, found := follow(doc, ref)
		if !found {
			return []string{at + ": " + ref + " leads nowhere"}
		}
		return schemaFaults(doc, target, v, at)
	}
	var faults []string
	is := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, at+": "+fmt.Sprintf(format, args...))
		}
	}
	switch schema["type"] {
	case "object":
		o, ok := v.(map[string]any)
		is(!ok, "%v is no object", v)
		return append(faults, objectFaults(doc, schema, o, at)...)
	case "array":
		all, ok := v.([]any)
		is(!ok, "%v is no list", v)
		for i, one := range all {
			faults = append(faults, schemaFaults(doc, schema["items"].(map[string]any), one, fmt.Sprint(at, ".", i))...)
		}
	case "string":
		text, ok := v.(string)
		is(!ok, "%v is no text", v)
		if enum, closed := schema["enum"].([]any); closed {
			is(!slices.Contains(enum, any(text)), "%q is none of %v", text, enum)
		}
		if schema["format"] == "date-time" {
			_, err := time.Parse(time.RFC3339, text)
			is(err != nil, "%q is no moment", text)
		}
		if most, ok := schema["maxLength"].(float64); ok {
			is(len([]rune(text)) > int(most), "%q is longer than %v", text, most)
		}
	case "integer", "number":
		n, ok := v.(float64)
		is(!ok || schema["type"] == "integer" && n != float64(int64(n)), "%v is no %s", v, schema["type"])
	case "boolean":
		_, ok := v.(bool)
		is(!ok, "%v is neither true nor false", v)
	case nil: // anything
	default:
		is(true, "the schema has the type %v", schema["type"])
	}
	return faults
}

func objectFaults(doc, schema, o map[string]any, at string) []string {
	var faults []string
	fields, _ := schema["properties"].(map[string]any)
	for name, value := range o {
		if f, known := fields[name]; known {
			faults = append(faults, schemaFaults(doc, f.(map[string]any), value, at+"."+name)...)
		} else if schema["additionalProperties"] == false {
			faults = append(faults, at+"."+name+": is not in the description")
		}
	}
	needed, _ := schema["required"].([]any)
	for _, name := range needed {
		if _, there := o[name.(string)]; !there {
			faults = append(faults, fmt.Sprint(at, ": lacks ", name))
		}
	}
	return faults
}

func follow(doc map[string]any, ref string) (map[string]any, bool) {
	here := doc
	for _, part := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
		next, ok := here[part].(map[string]any)
		if !ok {
			return nil, false
		}
		here = next
	}
	return here, true
}

func TestTheDescriptionHoldsTogetherInEveryLanguage(t *testing.T) {
	for _, lang := range city.Langs {
		t.Run(string(lang), func(t *testing.T) {
			doc := described(t, lang)
			report(t, documentFaults(doc))
		})
	}
}

func documentFaults(doc map[string]any) []string {
	var faults []string
	if doc["openapi"] != "3.1.0" {
		faults = append(faults, fmt.Sprint("openapi is ", doc["openapi"]))
	}
	walk(doc, "#", func(at string, o map[string]any) {
		if ref, ok := o["$ref"].(string); ok {
			if _, found := follow(doc, ref); !found {
				faults = append(faults, at+": "+ref+" leads nowhere")
			}
		}
		if text, ok := o["description"]; ok && text == "" {
			faults = append(faults, at+": describes nothing")
		}
		if schema, ok := o["schema"].(map[string]any); ok && o["example"] != nil {
			faults = append(faults, schemaFaults(doc, schema, o["example"], at+": example")...)
		}
	})
	seen := map[string]bool{}
	for path, v := range doc["paths"].(map[string]any) {
		for method, v := range v.(map[string]any) {
			faults = append(faults, operationFaults(path, method, v.(map[string]any), seen)...)
		}
	}
	return append(faults, unused(doc)...)
}

func operationFaults(path, method string, op map[string]any, seen map[string]bool) []string {
	var faults []string
	at := method + " " + path
	id, _ := op["operationId"].(string)
	if id == "" || seen[id] {
		faults = append(faults, at+": the operationId "+id+" is missing or twice there")
	}
	seen[id] = true
	if op["summary"] == "" || len(op["tags"].([]any)) != 1 || op["tags"].([]any)[0] == "" {
		faults = append(faults, at+": has no summary or no tag")
	}
	answers := op["responses"].(map[string]any)
	if len(answers) != 2 || answers["default"] == nil {
		faults = append(faults, at+": does not say how it answers")
	}
	named := map[string]bool{}
	for _, v := range op["parameters"].([]any) {
		if p := v.(map[string]any); p["in"] == "path" {
			named[p["name"].(string)] = true
			if p["example"] == nil || p["required"] != true {
				faults = append(faults, fmt.Sprint(at, ": ", p["name"], " has no example or is not required"))
			}
		}
	}
	for _, part := range strings.Split(path, "/") {
		if gap, ok := strings.CutPrefix(part, "{"); ok && !named[strings.TrimSuffix(gap, "}")] {
			faults = append(faults, at+": says nothing of "+part)
		}
	}
	return faults
}

// unused names schemas that nothing leads to.
func unused(doc map[string]any) []string {
	used := map[string]bool{}
	walk(doc, "#", func(_ string, o map[string]any) {
		if ref, ok := o["$ref"].(string); ok {
			used[strings.TrimPrefix(ref, "#/components/schemas/")] = true
		}
	})
	schemas, _ := follow(doc, "#/components/schemas")
	var faults []string
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		if !used[name] {
			faults = append(faults, "nothing leads to the schema "+name)
		}
	}
	return faults
}

func walk(v any, at string, see func(at string, o map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		see(at, v)
		for name, one := range v {
			if name != "example" {
				walk(one, at+"/"+name, see)
			}
		}
	case []any:
		for i, one := range v {
			walk(one, fmt.Sprint(at, "/", i), see)
		}
	}
}

func TestADescriptionThatLiesIsFound(t *testing.T) {
	doc := described(t, city.English)
	one, _ := follow(doc, "#/paths/~requests") // no such path
	if one != nil {
		t.Fatal("found what is not there")
	}
	schemas, _ := follow(doc, "#/components/schemas")
	delete(schemas, "Changed")
	row := schemas["RequestRow"].(map[string]any)
	delete(row["properties"].(map[string]any), "unit")
	faults := strings.Join(documentFaults(doc), "\n")
	for _, want := range []string{"#/components/schemas/Changed leads nowhere", "requests.0.unit: is not in the description"} {
		if !strings.Contains(faults, want) {
			t.Errorf("the faults lack %q:\n%s", want, faults)
		}
	}
}
