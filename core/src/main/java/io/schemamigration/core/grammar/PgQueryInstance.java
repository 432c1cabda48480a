package io.schemamigration.core.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.ValType;

/**
 * One running copy of libpg_query. The letters are the names that the build of libpg-query 18.1.5
 * gave to its imports and exports; its C code leaves deep calls by longjmp, which the host has to
 * play.
 */
final class PgQueryInstance implements Parser {
  private static final int PAGE = 65536;
  private static final int FIRST_PAGES = 64;
  private static final int MOST_PAGES = 4096;
  private static final ValType I = ValType.I32;

  /** It can't continue; a new one has to be made. */
  static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** C's longjmp on its way up. */
  private static final class LongJump extends RuntimeException {
    private static final long serialVersionUID = 1;

    LongJump() {
      super("longjmp", null, false, false);
    }
  }

  private final Memory memory;
  private final ExportFunction malloc;
  private final ExportFunction free;
  private final ExportFunction parse;
  private final ExportFunction freeResult;

  PgQueryInstance() {
    var host = new ArrayList<HostFunction>();
    addCalls(host);
    addSystem(host);
    var instance =
        Instance.builder(PgQuery.load())
            .withMachineFactory(PgQuery::create)
            .withImportValues(
                ImportValues.builder().addFunction(host.toArray(new HostFunction[0])).build())
            .withMemoryLimits(new MemoryLimits(FIRST_PAGES, MOST_PAGES))
            .build();
    memory = instance.memory();
    malloc = instance.export("C");
    free = instance.export("E");
    parse = instance.export("F");
    freeResult = instance.export("G");
    instance.export("A").apply(); // constructors
  }

  @Override
  public Answer parse(byte[] sql) {
    try {
      return parsed(sql);
    } catch (WasmEngineException | LongJump | IllegalStateException e) {
      throw new BrokenException(String.valueOf(e.getMessage()), e);
    }
  }

  private Answer parsed(byte[] sql) {
    int text = (int) malloc.apply(sql.length + 1)[0];
    if (text == 0) {
      throw new BrokenException("out of memory", null);
    }
    memory.write(text, sql);
    memory.writeByte(text + sql.length, (byte) 0);
    int result = (int) parse.apply(text)[0];
    int error = memory.readInt(result + 8);
    Answer answer =
        error == 0
            ? new Json(string(memory.readInt(result)))
            : new Refused(string(memory.readInt(error)), memory.readInt(error + 16));
    freeResult.apply(result);
    free.apply(text);
    return answer;
  }

  private String string(int address) {
    return memory.readCString(address, StandardCharsets.UTF_8);
  }

  /** Calls that come back when the C code below them jumps. */
  private static void addCalls(List<HostFunction> host) {
    host.add(call("a", 2, I));
    host.add(call("b", 1, I));
    host.add(call("d", 3, I));
    host.add(call("e", 0, null));
    host.add(call("f", 1, null));
    host.add(call("g", 0, I));
    host.add(call("h", 2, null));
    host.add(call("i", 4, null));
    host.add(call("j", 3, null));
    host.add(call("k", 4, I));
    host.add(call("l", 1, ValType.I64));
    host.add(call("n", 13, null));
    host.add(call("y", 5, null));
  }

  private static HostFunction call(String name, int arguments, @Nullable ValType returns) {
    return function(
        name,
        ints(arguments + 1),
        returns == null ? List.of() : List.of(returns),
        (instance, given) -> {
          long stack = instance.export("R").apply()[0];
          try {
            int target = instance.table(0).requiredRef((int) given[0]);
            return instance.getMachine().call(target, Arrays.copyOfRange(given, 1, given.length));
          } catch (RuntimeException e) {
            if (!isJump(e)) {
              throw e;
            }
            instance.export("Q").apply(stack);
            instance.export("P").apply(1, 0);
            return returns == null ? new long[0] : new long[] {0};
          }
        });
  }

  private static boolean isJump(Throwable thrown) {
    for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof LongJump) {
        return true;
      }
    }
    return false;
  }

  /** It reads and writes no file, and has no clock; what it would print is dropped. */
  private static void addSystem(List<HostFunction> host) {
    host.add(ending("c", ints(4), "an assertion failed"));
    host.add(ending("m", ints(1), "exit"));
    host.add(ending("v", ints(1), "exit"));
    host.add(ending("x", List.of(), "abort"));
    host.add(function("w", List.of(), List.of(), (instance, given) -> new long[0]));
    host.add(function("o", List.of(I, ValType.F64), List.of(I), (in, given) -> new long[] {0}));
    host.add(function("u", ints(1), List.of(I), (instance, given) -> new long[] {0}));
    host.add(function("r", ints(4), List.of(I), (instance, given) -> new long[] {8}));
    host.add(
        function("s", List.of(I, ValType.I64, I, I), List.of(I), (in, given) -> new long[] {8}));
    host.add(
        function(
            "p",
            List.of(),
            List.of(),
            (instance, given) -> {
              throw new LongJump();
            }));
    host.add(function("q", ints(1), List.of(I), PgQueryInstance::grow));
    host.add(function("t", ints(4), List.of(I), PgQueryInstance::written));
  }

  private static long[] grow(Instance instance, long... given) {
    long pages = ((given[0] & 0xffffffffL) + PAGE - 1) / PAGE;
    int more = (int) pages - instance.memory().pages();
    boolean grown = pages <= MOST_PAGES && instance.memory().grow(more) >= 0;
    return new long[] {grown ? 1 : 0};
  }

  /** As if all of it had been written. */
  private static long[] written(Instance instance, long... given) {
    int total = 0;
    for (int i = 0; i < (int) given[2]; i++) {
      total += instance.memory().readInt((int) given[1] + 8 * i + 4);
    }
    instance.memory().writeI32((int) given[3], total);
    return new long[] {0};
  }

  private static HostFunction ending(String name, List<ValType> takes, String what) {
    return function(
        name,
        takes,
        List.of(),
        (instance, given) -> {
          throw new IllegalStateException("the parser ended itself: " + what);
        });
  }

  private static HostFunction function(
      String name, List<ValType> takes, List<ValType> returns, WasmFunctionHandle handle) {
    return new HostFunction("a", name, FunctionType.of(takes, returns), handle);
  }

  private static List<ValType> ints(int count) {
    var types = new ArrayList<ValType>();
    for (int i = 0; i < count; i++) {
      types.add(I);
    }
    return types;
  }
}
