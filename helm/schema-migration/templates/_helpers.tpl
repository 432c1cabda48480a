{{- define "schema-migration.name" -}}{{ .Values.name | default .Release.Name }}{{- end }}

{{- define "schema-migration.labels" -}}
app.kubernetes.io/name: {{ include "schema-migration.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "schema-migration.image" -}}
{{- $image := .Values.runner }}
{{- if $image.digest }}{{ $image.repository }}@{{ $image.digest }}
{{- else }}{{ $image.repository }}:{{ $image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "schema-migration.hook" -}}
{{- if and .Values.hook.enabled (not .Values.proveFirst) (not .Values.windows) }}{{ include "schema-migration.clusterUid" . }}{{ end }}
{{- end }}

{{/* Where the hook's pod is scheduled: a ReadWriteOnce volume is attached to one node, the one where the workload's pods are. */}}
{{- define "schema-migration.affinity" -}}
{{- $affinity := deepCopy (.Values.job.affinity | default dict) }}
{{- if .Values.database.sqlite }}
{{- $labels := dict "matchLabels" (dict "schemamigration.io/name" (include "schema-migration.name" .)) }}
{{- $near := dict "weight" 100 "podAffinityTerm" (dict "topologyKey" "kubernetes.io/hostname" "labelSelector" $labels) }}
{{- $pods := $affinity.podAffinity | default dict }}
{{- $preferred := append ($pods.preferredDuringSchedulingIgnoredDuringExecution | default list) $near }}
{{- $_ := set $affinity "podAffinity" (set $pods "preferredDuringSchedulingIgnoredDuringExecution" $preferred) }}
{{- end }}
{{- toYaml $affinity }}
{{- end }}

{{/* How long the hook's Job may run, in seconds. */}}
{{- define "schema-migration.hookDeadline" -}}
{{- $seconds := 0 }}
{{- range regexFindAll "[0-9]+[hms]" (.Values.job.deadline | default "") -1 }}
{{- $unit := get (dict "h" 3600 "m" 60 "s" 1) (trimAll "0123456789" .) }}
{{- $seconds = add $seconds (mul (atoi (trimAll "hms" .)) $unit) }}
{{- end }}
{{- .Values.hook.deadlineSeconds | default $seconds | default 600 }}
{{- end }}

{{- define "schema-migration.clusterUid" -}}
{{- if .Values.clusterUid }}{{ .Values.clusterUid }}
{{- else }}{{ dig "metadata" "uid" "" (lookup "v1" "Namespace" "" "kube-system") }}{{ end }}
{{- end }}

{{- define "schema-migration.check" -}}
{{- if not .Values.database }}
{{- fail "\n\nSet where the database is, for example --set database.urlFrom.secretKeyRef.name=app-database --set database.urlFrom.secretKeyRef.key=url" }}
{{- end }}
{{- $_ := include "schema-migration.databaseArguments" .Values.database }}
{{- if eq (empty .Values.migrations.files) (empty .Values.migrations.configMaps) }}
{{- fail "\n\nSet either migrations.files (file name → SQL) or migrations.configMaps, and not both" }}
{{- end }}
{{- end }}

{{/* The runner's flags for a database, which is the argument; never a password. */}}
{{- define "schema-migration.databaseArguments" -}}
{{- if .sqlite }}
- --url
- sqlite:/schema-migration/database/{{ .sqlite.path }}
{{- else if .urlFrom }}
- --url-file
- /schema-migration/credentials/url
{{- else }}
{{- /* Arguments can be read by anyone who may see the Job. As the CRD has it, which comes after the hook. */}}
{{- $url := .url | default "" }}
{{- if or (regexMatch "://[^/@]*:[^/@]*@" $url) (regexMatch "[?&](ssl)?password=" $url) }}
{{- fail "\n\ndatabase.url must not contain a password: put the whole URL into a Secret (database.urlFrom) or the password (database.passwordFrom). Nothing was installed." }}
{{- end }}
- --url
- {{ $url | quote }}
{{- end }}
{{- range $file := list "user" "password" "ca" }}
{{- if get $ (printf "%sFrom" $file) }}
- --{{ $file }}-file
- /schema-migration/credentials/{{ $file }}
{{- end }}
{{- end }}
{{- with .historySchema }}
- --history-schema
- {{ . | quote }}
{{- end }}
{{- end }}

{{- define "schema-migration.databaseMounts" -}}
{{- if or .urlFrom .userFrom .passwordFrom .caFrom }}
- {name: schema-migration-credentials, mountPath: /schema-migration/credentials, readOnly: true}
{{- end }}
{{- if .sqlite }}
- {name: schema-migration-database, mountPath: /schema-migration/database}
{{- end }}
{{- end }}

{{- define "schema-migration.databaseVolumes" -}}
{{- if or .urlFrom .userFrom .passwordFrom .caFrom }}
- name: schema-migration-credentials
  projected:
    defaultMode: 292 # 0444: readable by whatever user the pod runs as; only the runner's container mounts them
    sources:
    {{- range $file := list "url" "user" "password" "ca" }}
    {{- with get $ (printf "%sFrom" $file) }}
    - secret: {name: {{ .secretKeyRef.name }}, items: [{key: {{ .secretKeyRef.key | quote }}, path: {{ $file }}}]}
    {{- end }}
    {{- end }}
{{- end }}
{{- if .sqlite }}
- name: schema-migration-database
  persistentVolumeClaim: {claimName: {{ .sqlite.claimName }}}
{{- end }}
{{- end }}

{{/* The ConfigMaps with the migrations, as a list of names. */}}
{{- define "schema-migration.configMaps" -}}
{{- if .Values.migrations.files }}
{{- list (dict "name" (printf "%s-migrations" (include "schema-migration.name" .))) | toYaml }}
{{- else }}
{{- toYaml .Values.migrations.configMaps }}
{{- end }}
{{- end }}
