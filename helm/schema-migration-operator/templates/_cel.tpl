{{/*
CEL fragments that the policies share. Each takes the expression that it works on as its argument.
*/}}

{{- define "cel.name" -}}schemamigration.io/name{{- end }}
{{- define "cel.version" -}}schemamigration.io/version{{- end }}
{{- define "cel.step" -}}schemamigration.io/step{{- end }}
{{- define "cel.maximum" -}}schemamigration.io/maximum-version{{- end }}
{{- define "cel.minimum" -}}schemamigration.io/minimum-version{{- end }}
{{- define "cel.held" -}}schemamigration.io/held{{- end }}
{{- define "cel.reason" -}}schemamigration.io/leave-reason{{- end }}
{{- define "cel.ours" -}}['schemamigration.io/maximum-version', 'schemamigration.io/minimum-version', 'schemamigration.io/held']{{- end }}

{{/* Whether a string is a version. */}}
{{- define "cel.formed" -}}{{ . }}.matches('^[0-9]{1,18}([.][0-9]{1,18}){0,3}$'){{- end }}

{{/*
The version as a string of 72 characters that sorts like the version: four parts, each padded to 18 digits. Anything that isn't
a version becomes 0.
*/}}
{{- define "cel.key" -}}
({{ include "cel.formed" . }} ? ({{ . }} + '.0.0.0').split('.').map(p, ('000000000000000000' + p).substring(p.size())).join('').substring(0, 72) : {{ include "cel.zero" . }})
{{- end }}

{{/* The pod template of a workload (optional): for a CronJob its Job's; an Argo Rollout may have none. */}}
{{- define "cel.template" -}}dyn({{ . }}).?spec.?jobTemplate.?spec.?template.or(dyn({{ . }}).?spec.?template){{- end }}

{{/* The name of the SchemaMigration on a workload's pod template, '' if there is none. */}}
{{- define "cel.gate" -}}{{ include "cel.template" . }}.?metadata.?labels[?'{{ include "cel.name" . }}'].orValue(''){{- end }}

{{/*
What of a workload makes it look as if it were behind a gate, while its pods aren't: 'label' (the version as a label), 'workload'
(on the workload, not on its pod template); '' if nothing does. A workload's own metadata may repeat what its template has.
*/}}
{{- define "cel.misplaced" -}}
{{- $template := printf "%s.?metadata" (include "cel.template" .) -}}
{{- $own := printf "[dyn(%s).metadata, dyn(%s).?spec.?jobTemplate.?metadata.orValue({})]" . . -}}
{{- $version := include "cel.version" . -}}
({{ $own }} + [{{ $template }}.orValue({})]).exists(m, '{{ $version }}' in m.?labels.orValue({})) ? 'label'
: {{ include "cel.gate" . }} == '' && {{ $own }}.exists(m, '{{ include "cel.name" . }}' in m.?labels.orValue({}) || '{{ $version }}' in m.?annotations.orValue({})) ? 'workload'
: '{{ $version }}' in {{ $template }}.?annotations.orValue({}) ? ''
: {{ $own }}.exists(m, '{{ $version }}' in m.?annotations.orValue({})) ? 'workload' : ''
{{- end }}

{{/* A label or annotation of an object, '' if it has none: (list "object" "schemamigration.io/name") */}}
{{- define "cel.label" -}}{{ index . 0 }}.metadata.?labels[?'{{ index . 1 }}'].orValue(''){{- end }}
{{- define "cel.annotation" -}}{{ index . 0 }}.metadata.?annotations[?'{{ index . 1 }}'].orValue(''){{- end }}

{{/* The patch that removes a label or annotation whose key is an expression: (list "annotations" "k") */}}
{{- define "cel.remove" -}}JSONPatch{op: "remove", path: "/metadata/{{ index . 0 }}/" + jsonpatch.escapeKey({{ index . 1 }})}{{- end }}

{{/*
Whether a label or annotation is the same in variables.now and variables.before: (list "labels" "schemamigration.io/name"), or
with the path of another metadata as a third: (list "labels" "schemamigration.io/step" "spec.?template.?metadata")
*/}}
{{- define "cel.unchanged" -}}
{{- $path := "metadata" }}{{ if gt (len .) 2 }}{{ $path = index . 2 }}{{ end -}}
{{- $field := printf "%s.?%s[?'%s']" $path (index . 0) (index . 1) -}}
variables.now.{{ $field }} == variables.before.{{ $field }}
{{- end }}

{{/* The value of a flag that is given exactly once in a list of arguments, '' otherwise: (list "variables.arguments" "--version") */}}
{{- define "cel.argument" -}}
{{- $list := index . 0 }}{{ $flag := index . 1 -}}
{{ $list }}.filter(x, x == '{{ $flag }}').size() == 1 && {{ $list }}.indexOf('{{ $flag }}') < {{ $list }}.size() - 1
? {{ $list }}[{{ $list }}.indexOf('{{ $flag }}') + 1] : ''
{{- end }}

{{/*
Variables of a policy: what the init container schema-verify in variables.spec, a pod's spec, verifies, and whether that is the pod
itself (verifies). Also from variables: annotation and version of the pod, gate.
*/}}
{{- define "cel.verifyVariables" -}}
- name: verifiers
  expression: variables.spec.?initContainers.orValue([]).filter(c, c.name == 'schema-verify')
# What its arguments claim to verify; '' where they don't say it exactly once.
- name: arguments
  expression: >-
    variables.verifiers.size() == 1 ? variables.verifiers[0].?args.orValue([]) : []
- name: claimedVersion
  expression: >-
    {{ include "cel.argument" (list "variables.arguments" "--version") | nindent 4 | trim }}
- name: claimedOwner
  expression: >-
    {{ include "cel.argument" (list "variables.arguments" "--owner") | nindent 4 | trim }}
- name: verifies
  expression: >-
    variables.verifiers.all(c, c.?restartPolicy.orValue('') != 'Always'
    && c.?command.orValue([]) == ['migrate', 'verify']
    && {{ include "verify.repositories" . }}.exists(r, c.image.startsWith(r + ':') || c.image.startsWith(r + '@')))
    && (variables.claimedVersion == variables.version
    || variables.claimedVersion == '$(SCHEMA_VERSION)' && variables.annotation.hasValue()
    && {{ include "cel.fromField" (list "SCHEMA_VERSION" (printf "metadata.annotations['%s']" (include "cel.version" .))) }})
    && (variables.claimedOwner.endsWith('/' + request.namespace + '/' + variables.gate)
    || variables.claimedOwner == '*/$(SCHEMA_NAMESPACE)/$(SCHEMA_NAME)'
    && {{ include "cel.fromField" (list "SCHEMA_NAMESPACE" "metadata.namespace") }}
    && {{ include "cel.fromField" (list "SCHEMA_NAME" (printf "metadata.labels['%s']" (include "cel.name" .))) }})
{{- end }}

{{/* Whether an environment variable of schema-verify is a field of its pod, and nothing else: (list "NAME" "metadata.namespace") */}}
{{- define "cel.fromField" -}}
variables.verifiers[0].?env.orValue([]).filter(e, e.name == '{{ index . 0 }}').map(e, string(e.?valueFrom.?fieldRef.?fieldPath.orValue(''))) == ["{{ index . 1 }}"]
{{- end }}

{{/* The init container to write into a manifest, as text for a message. With params, also the flags of its database. */}}
{{- define "cel.verifyLine" -}}
{{- $database := "params.spec.database" -}}
'{name: schema-verify, image: "{{ include "operator.image" (list . .Values.runner) }}", command: [migrate, verify], args: [--version, "' + variables.version
+ '", --owner, "*/' + request.namespace + '/' + variables.gate + '", '
+ (params == null ? '(flags of its database)'
: has({{ $database }}.sqlite) ? '--url, "sqlite:/schema-migration/database/' + string({{ $database }}.sqlite.path) + '"'
: {{ $database }}.?urlFrom.hasValue() || {{ $database }}.?verify.?urlFrom.hasValue() ? '--url-file, /schema-migration/credentials/url'
: '--url, "' + string({{ $database }}.?url.orValue('')) + '"')
{{- range $file := list "user" "password" "ca" }}
+ (params != null && ({{ $database }}.?{{ $file }}From.hasValue(){{ if ne $file "ca" }} || {{ $database }}.?verify.?{{ $file }}From.hasValue(){{ end }}) ? ', --{{ $file }}-file, /schema-migration/credentials/{{ $file }}' : '')
{{- end }}
+ (params != null && has({{ $database }}.historySchema) ? ', --history-schema, ' + string({{ $database }}.historySchema) : '')
+ ']}'
{{- end }}

{{/*
The versions that code must support: what the operator wrote on the workload or, if the binding has a parameter, the window in
the status of the SchemaMigration. Argument: "object" or "oldObject".
*/}}
{{- define "cel.minimums" -}}
params == null ? [{{ include "cel.annotation" (list . (include "cel.minimum" .)) }}]
: {{ include "cel.window" . }}
{{- end }}
{{- define "cel.window" -}}[params.?status.?window.?minimum.orValue(''), params.?status.?window.?claim.orValue('')]{{- end }}

{{/* Version 0 as a key. */}}
{{- define "cel.zero" -}}'{{ repeat 72 "0" }}'{{- end }}

{{/* Variables of a policy: the highest of variables.minimums, to compare (minimumKey) and to show (minimum). */}}
{{- define "cel.minimumVariables" -}}
- name: minimumKey
  expression: >-
    (variables.minimums.map(m, {{ include "cel.key" "m" }}) + [{{ include "cel.zero" . }}]).max()
- name: minimum
  expression: >-
    (variables.minimums.filter(m, {{ include "cel.key" "m" }} == variables.minimumKey) + ['0'])[0]
{{- end }}

{{/* Repositories of images that may verify. */}}
{{- define "verify.repositories" -}}
[{{ range $i, $r := prepend .Values.verify.repositories .Values.runner.repository }}{{ if $i }}, {{ end }}'{{ $r }}'{{ end }}]
{{- end }}

{{/* Resource quantities as a map in CEL. */}}
{{- define "verify.quantities" -}}
{ {{- range $i, $k := keys (. | default dict) | sortAlpha }}{{ if $i }}, {{ end }}'{{ $k }}': '{{ get $ $k }}'{{ end -}} }
{{- end }}
