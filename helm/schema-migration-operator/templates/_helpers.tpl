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

{{/* The chart's labels and others; where both have one, the chart's counts: (list $ .Values.podLabels) */}}
{{- define "operator.labelsWith" -}}
{{- toYaml (merge (include "operator.labels" (index . 0) | fromYaml) (index . 1 | default dict)) }}
{{- end }}

{{/* OpenShift refuses users outside of a namespace's range, and assigns one from it. Others than the default were meant. */}}
{{- define "operator.podSecurityContext" -}}
{{- $context := deepCopy .Values.podSecurityContext }}
{{- if .Capabilities.APIVersions.Has "security.openshift.io/v1" }}
{{- range list "runAsUser" "runAsGroup" "fsGroup" }}
{{- if eq (get $context . | int) 65532 }}{{ $_ := unset $context . }}{{ end }}
{{- end }}
{{- end }}
{{- toYaml $context }}
{{- end }}

{{- define "operator.runnerUid" -}}
{{- $uid := .Values.runner.runAsUser }}
{{- if not (or (kindIs "invalid" $uid) (and (eq (int $uid) 65532) (.Capabilities.APIVersions.Has "security.openshift.io/v1"))) }}{{ int64 $uid }}{{ end }}
{{- end }}

{{/*
Refuses a second release in the cluster: names of policies and roles are the cluster's, and two operators would migrate the same
databases. Helm's own error says only that an object exists.
*/}}
{{- define "operator.onlyOne" -}}
{{- $role := lookup "rbac.authorization.k8s.io/v1" "ClusterRole" "" (include "operator.name" .) }}
{{- $owner := dig "metadata" "annotations" dict $role }}
{{- $release := dig "meta.helm.sh/release-name" "" $owner }}{{ $namespace := dig "meta.helm.sh/release-namespace" "" $owner }}
{{- if and $release (or (ne $release .Release.Name) (ne $namespace .Release.Namespace)) }}
{{- fail (printf `

schema-migration-operator is in this cluster already, as the release %s in the namespace %s. A cluster has one: its policies and
roles are the cluster's, and a second one would add nothing. Nothing was installed.
  - For another team, add its namespaces to the release that is there, if that has watchNamespaces:
      helm upgrade %s CHART -n %s --reset-then-reuse-values --set watchNamespaces='{…}'
  - To install it elsewhere, first read docs/uninstall.md
` $release $namespace $release $namespace) }}
{{- end }}
{{- end }}

{{/* The image reference for a block with repository, tag and digest: (list $ .Values.image) */}}
{{- define "operator.image" -}}
{{- $root := index . 0 }}{{- $image := index . 1 }}
{{- if $image.digest }}{{ $image.repository }}@{{ $image.digest }}
{{- else }}{{ $image.repository }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}

{{/* User name of the operator, as admission sees it. */}}
{{- define "operator.user" -}}system:serviceaccount:{{ .Release.Namespace }}:{{ include "operator.name" . }}{{- end }}

{{/*
How the gate works on this cluster: "v1" or "v1beta1", the version in which it serves MutatingAdmissionPolicy, or "validating".
Without a cluster ("helm template"), of which Helm then knows no kinds, the version of Kubernetes decides.
*/}}
{{- define "gate.api" -}}
{{- $apis := .Capabilities.APIVersions }}{{ $kubernetes := .Capabilities.KubeVersion.Version }}{{ $mode := .Values.gate.mode }}
{{- $api := "" }}
{{- if $apis.Has "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy" }}{{ $api = "v1" }}
{{- else if $apis.Has "admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicy" }}{{ $api = "v1beta1" }}
{{- else if $apis.Has "v1/Pod" }}{{/* a cluster that serves neither */}}
{{- else if semverCompare ">=1.36.0-0" $kubernetes }}{{ $api = "v1" }}
{{- else if and (eq $mode "policies") (semverCompare ">=1.34.0-0" $kubernetes) }}{{ $api = "v1beta1" }}
{{- end }}
{{- if or (eq $mode "validating") (and (eq $mode "auto") (not $api)) }}validating
{{- else if $api }}{{ $api }}
{{- else }}
{{- fail (printf `

gate.mode=policies needs MutatingAdmissionPolicy, and this cluster (Kubernetes %s, as Helm sees it) doesn't serve it in
admissionregistration.k8s.io/v1 or v1beta1. Nothing was installed.
  - Kubernetes 1.36 and newer has it. Kubernetes 1.34 and 1.35 have it if the API server runs with
    --feature-gates=MutatingAdmissionPolicy=true --runtime-config=admissionregistration.k8s.io/v1beta1=true
  - Kubernetes 1.30 and newer can run the gate without it: --set gate.mode=validating (docs/gate.md says what is different)
` $kubernetes) }}
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
