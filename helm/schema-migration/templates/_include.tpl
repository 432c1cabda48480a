{{/*
Templates for application charts that have this chart as a dependency.

schema-migration.podMetadata: labels and annotations of a pod template behind the gate.
  template:
    metadata:
      {{- include "schema-migration.podMetadata" (dict "name" .Release.Name "version" "7" "labels" $labels "annotations" $annotations) | nindent 6 }}
*/}}
{{- define "schema-migration.podMetadata" -}}
{{- $version := required "schema-migration.podMetadata: set the schema version that the code was built for, as printed by `migrate latest`" .version -}}
labels:
  {{- toYaml (merge (dict "schemamigration.io/name" (required "schema-migration.podMetadata: set the name of the SchemaMigration" .name)) (.labels | default dict)) | nindent 2 }}
annotations:
  {{- toYaml (merge (dict "schemamigration.io/version" (toString $version)) (.annotations | default dict)) | nindent 2 }}
{{- end }}

{{/*
schema-migration.verifyInitContainer: the init container that the gate would add by itself, for those who want it in the
manifest. Put it first in initContainers, after sidecars; its volumes come from schema-migration.verifyVolumes.
  initContainers:
  {{- include "schema-migration.verifyInitContainer" (dict "namespace" .Release.Namespace "name" .Release.Name "version" "7" "image" "…/migrate:1.0" "database" .Values.database) | nindent 6 }}
*/}}
{{- define "schema-migration.verifyInitContainer" -}}
{{- $database := include "schema-migration.verifyDatabase" .database | fromYaml -}}
- name: schema-verify
  image: {{ .image }}
  command: [migrate, verify]
  args:
  - --version
  - {{ toString .version | quote }}
  - --owner
  - "*/{{ .namespace }}/{{ .name }}"
  {{- include "schema-migration.databaseArguments" $database | trim | nindent 2 }}
  terminationMessagePolicy: FallbackToLogsOnError
  resources:
    requests: {cpu: 50m, memory: 48Mi}
    limits: {memory: 128Mi}
  securityContext:
    allowPrivilegeEscalation: false
    readOnlyRootFilesystem: true
    runAsNonRoot: true
    capabilities: {drop: [ALL]}
    seccompProfile: {type: RuntimeDefault}
  {{- with include "schema-migration.databaseMounts" $database | trim }}
  volumeMounts: {{- . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* Volumes of schema-migration.verifyInitContainer: (dict "database" .Values.database) */}}
{{- define "schema-migration.verifyVolumes" -}}
{{- include "schema-migration.databaseVolumes" (include "schema-migration.verifyDatabase" .database | fromYaml) | trim }}
{{- end }}

{{/* The database, with the credentials of `verify` if there are any. A copy: `merge` writes into its first argument. */}}
{{- define "schema-migration.verifyDatabase" -}}
{{- toYaml (merge (deepCopy (.verify | default dict)) (omit . "verify")) }}
{{- end }}
