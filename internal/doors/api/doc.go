// Package api is the door for programs: /api/v1, described by OpenAPI 3.1 at
// /api/openapi.json and readable at /api/docs.
//
// What can be done is one table of operations, gathered by resource. The same
// table opens the doors, checks what is sent, writes the description and draws
// the page, so that none of them can say anything else.
//
//	Resource ──▶ Op ──▶ door: who, may they, is it well formed
//	              │       Read   writes the answer
//	              │       Write  changes something, once for each key
//	              ├──▶ openapi.json, and of it the Go client in /client
//	              └──▶ /api/docs
//
// To add a resource, write a function that gives a Resource, and name it in
// app/api.go.
//
// Somebody comes with a token of their own (Authorization: Bearer …) or in their
// session. A token may what its person may, and of that only what its scopes
// name: its actor holds fewer permissions, so every use case asks as it always
// does.
package api
