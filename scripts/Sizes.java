import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.ToolProvider;

/**
 * Fails if a file or a method is longer than CONTRIBUTING allows and than the list of known ones
 * says: {@code java Sizes.java LIST FOLDER…}. Tests, which are lists of cases, are left out.
 */
final class Sizes {
  private static final int FILE = 300;
  private static final int METHOD = 40;

  private final Map<String, Integer> tooLong = new TreeMap<>();
  private final Map<String, String> places = new HashMap<>();

  public static void main(String[] args) throws IOException {
    var sizes = new Sizes();
    sizes.measure(sources(List.of(args).subList(1, args.length)));
    System.exit(sizes.report(known(Path.of(args[0]))) ? 0 : 1);
  }

  private static List<Path> sources(List<String> folders) throws IOException {
    var files = new ArrayList<Path>();
    for (var folder : folders) {
      try (var below = Files.walk(Path.of(folder))) {
        below
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.toString().endsWith("Test.java"))
            .forEach(files::add);
      }
    }
    return files;
  }

  private static Map<String, Integer> known(Path list) throws IOException {
    var known = new TreeMap<String, Integer>();
    for (var line : Files.readAllLines(list)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        var words = line.split(" ");
        known.put(words[0], Integer.valueOf(words[1]));
      }
    }
    return known;
  }

  private void measure(List<Path> files) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var sources = manager.getJavaFileObjectsFromPaths(files);
      var options = List.of("-proc:none");
      var task = (JavacTask) compiler.getTask(null, manager, null, options, null, sources);
      var positions = Trees.instance(task).getSourcePositions();
      for (var unit : task.parse()) {
        var path = Path.of(unit.getSourceFile().toUri());
        var name = path.getFileName().toString().replace(".java", "");
        note(name, path + ":1", Files.readAllLines(path).size(), FILE);
        new Methods(unit, positions).scan(unit, name);
      }
    }
  }

  /** Of methods with the same name the longest counts. */
  private void note(String name, String place, int lines, int most) {
    if (lines > most && lines > tooLong.getOrDefault(name, 0)) {
      tooLong.put(name, lines);
      places.put(name, place);
    }
  }

  private boolean report(Map<String, Integer> known) {
    boolean good = true;
    for (var each : tooLong.entrySet()) {
      var name = each.getKey();
      if (each.getValue() > known.getOrDefault(name, 0)) {
        good = false;
        System.err.println(
            places.get(name)
                + ": "
                + name
                + " has "
                + each.getValue()
                + " lines; a file may have "
                + FILE
                + ", a method "
                + METHOD
                + ": divide it by what it is about");
      }
    }
    known.keySet().stream()
        .filter(name -> !tooLong.containsKey(name))
        .forEach(
            name -> System.err.println(name + " is short enough by now: strike it off the list"));
    return good;
  }

  /** From the line with a method's name to its last brace. */
  private final class Methods extends TreeScanner<Void, String> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    Methods(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitClass(ClassTree tree, String outer) {
      var name = tree.getSimpleName().toString();
      return super.visitClass(tree, name.isEmpty() ? outer : name);
    }

    @Override
    public Void visitMethod(MethodTree tree, String type) {
      Tree start = tree.getReturnType() == null ? tree : tree.getReturnType();
      long first = line(positions.getStartPosition(unit, start));
      long last = line(positions.getEndPosition(unit, tree));
      var place = Path.of(unit.getSourceFile().toUri()) + ":" + first;
      note(type + "." + tree.getName(), place, (int) (last - first + 1), METHOD);
      return super.visitMethod(tree, type);
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
