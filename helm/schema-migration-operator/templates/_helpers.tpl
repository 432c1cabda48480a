{{/* All objects have this one name: the policies recognise the operator by its service account. */}}
{{- define "operator.name" -}}schema-migration-operator{{- end }}

{{- define "operator.selector" -}}
app.kubernetes.io/name: {{ include "operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "operator.labels" -}}
{{ include "operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* The image reference for a block with repository, tag and digest: (list $ .Values.image) */}}
{{- define "operator.image" -}}
{{- $root := index . 0 }}{{- $image := index . 1 }}
{{- if $image.digest }}{{ $image.repository }}@{{ $image.digest }}
{{- else }}{{ $image.repository }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}

{{/* User name of the operator, as admission sees it. */}}
{{- define "operator.user" -}}system:serviceaccount:{{ .Release.Namespace }}:{{ include "operator.name" . }}{{- end }}

{{/* Refuses clusters in which the gate can't work. */}}
{{- define "operator.requirements" -}}
{{- if not (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy") }}
{{- fail (printf `

The gate of schema-migration-operator consists of admission policies, and this cluster (Kubernetes %s, as Helm sees it) has no
MutatingAdmissionPolicy in admissionregistration.k8s.io/v1. Without it a rollout can't be held, so nothing was installed.
  - Kubernetes 1.36 and newer has it.
  - For "helm template" without a cluster, add: --api-versions admissionregistration.k8s.io/v1/MutatingAdmissionPolicy
` .Capabilities.KubeVersion.Version) }}
{{- end }}
{{- end }}

{{/* The namespaces of a policy: all, or those that the operator watches, and its own, where it probes the policies. */}}
{{- define "operator.namespaces" -}}
{{- with .Values.watchNamespaces }}
namespaceSelector:
  matchExpressions:
  - {key: kubernetes.io/metadata.name, operator: In, values: {{ append . $.Release.Namespace | uniq | toJson }}}
{{- end }}
{{- end }}
