package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.grammar.Node;
import java.util.List;
import java.util.Set;

/** Types and functions that PostgreSQL brings along, and of which it is known what they do. */
final class BuiltIn {
  private static final Set<String> TYPES =
      Set.of(
          """
          bit bool box bpchar bytea char cidr circle date datemultirange daterange float4 float8
          inet int2 int4 int4multirange int4range int8 int8multirange int8range interval json jsonb
          jsonpath line lseg macaddr macaddr8 money name numeric nummultirange numrange oid path
          pg_lsn point polygon text time timestamp timestamptz timetz tsmultirange tsquery tsrange
          tstzmultirange tstzrange tsvector uuid varbit varchar xml
          """
              .strip()
              .split("\\s+", -1));

  private static final Set<String> SERIALS =
      Set.of("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8");

  /** They change nothing; some can fail on some values. */
  private static final Set<String> HARMLESS =
      Set.of(
          """
          abs age any_value array_agg array_append array_cat array_length array_position
          array_prepend array_remove array_replace array_to_json array_to_string ascii avg bit_and
          bit_or bool_and bool_or btrim cardinality cbrt ceil ceiling char_length character_length
          chr concat concat_ws corr count cume_dist currval current_database current_schema current_setting
          date date_bin date_part date_trunc decode degrees dense_rank div encode every exp extract
          first_value floor format gcd generate_series generate_subscripts initcap isfinite
          json_agg json_array_elements json_array_elements_text json_array_length
          json_build_array json_build_object json_each json_each_text json_extract_path
          json_extract_path_text json_object json_object_agg json_object_keys json_strip_nulls
          json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length
          jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path
          jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys
          jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof justify_days justify_hours
          justify_interval lag last_value lcm lead left length ln log lower lpad ltrim make_date
          make_interval make_time make_timestamp make_timestamptz max md5 min mod mode nth_value
          ntile num_nonnulls num_nulls octet_length overlay percent_rank percentile_cont
          percentile_disc pg_get_serial_sequence pi position power quote_ident quote_literal quote_nullable radians rank
          regexp_count regexp_match regexp_matches regexp_replace regexp_split_to_array
          regexp_split_to_table regexp_substr repeat replace reverse right round row_number
          row_to_json rpad rtrim sha224 sha256 sha384 sha512 sign split_part sqrt starts_with
          stddev string_agg string_to_array string_to_table strpos substr substring sum timezone
          to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector
          translate trim_array trunc unnest upper variance version width_bucket
          """
              .strip()
              .split("\\s+", -1));

  /** Harmless, never null, and the same during a whole statement. */
  private static final Set<String> STABLE_SOURCES =
      Set.of("now", "statement_timestamp", "transaction_timestamp");

  /** Harmless, never null, and different for each row. */
  private static final Set<String> VOLATILE_SOURCES =
      Set.of("clock_timestamp", "gen_random_uuid", "random", "timeofday", "uuidv4", "uuidv7");

  /** No value makes them fail. */
  private static final Set<String> TOTAL =
      Set.of(
          "btrim",
          "char_length",
          "character_length",
          "concat",
          "concat_ws",
          "length",
          "lower",
          "ltrim",
          "num_nonnulls",
          "num_nulls",
          "octet_length",
          "rtrim",
          "upper");

  private BuiltIn() {}

  private static String own(List<String> names) {
    return switch (names.size()) {
      case 1 -> names.getFirst();
      case 2 -> names.getFirst().equals("pg_catalog") ? names.getLast() : "";
      default -> "";
    };
  }

  /** Whether a {@code TypeName} is a type that brings no rule of its own. */
  static boolean isType(Node type) {
    return TYPES.contains(own(type.strings("names"))) && !type.flag("pct_type");
  }

  /** Whether it stands for an integer with a new sequence. */
  static boolean isSerial(Node type) {
    var names = type.strings("names");
    return names.size() == 1 && SERIALS.contains(names.getFirst());
  }

  /** The built-in type's name, empty for any other. */
  static String type(Node type) {
    return own(type.strings("names"));
  }

  /** Whether a {@code FuncCall} changes nothing but, maybe, a sequence. */
  static boolean isHarmless(Node call) {
    var name = own(call.strings("funcname"));
    return HARMLESS.contains(name)
        || isSource(call)
        || name.equals("nextval")
        || name.equals("pg_sleep");
  }

  /** Whether PostgreSQL has a function of that name. */
  static boolean isFunction(String name) {
    return HARMLESS.contains(name)
        || STABLE_SOURCES.contains(name)
        || VOLATILE_SOURCES.contains(name)
        || name.equals("nextval")
        || name.equals("pg_sleep")
        || name.equals("setval");
  }

  /** Whether it gives a value, never null, out of nothing. */
  static boolean isSource(Node call) {
    var name = own(call.strings("funcname"));
    return STABLE_SOURCES.contains(name) || VOLATILE_SOURCES.contains(name);
  }

  /** Whether it gives another value for each row. */
  static boolean isVolatile(Node call) {
    return !STABLE_SOURCES.contains(own(call.strings("funcname")))
        && !HARMLESS.contains(own(call.strings("funcname")));
  }

  /** Whether no value makes it fail. */
  static boolean isTotal(Node call) {
    return TOTAL.contains(own(call.strings("funcname")));
  }

  /** Whether it is that function of PostgreSQL's. */
  static boolean is(Node call, String name) {
    return own(call.strings("funcname")).equals(name);
  }
}
