package dev.bantam.converter.build;

import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.UnsupportedNodeException;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sums of products over named axes, as transposes, products of matrices and sums. */
public final class Einsum {
  /** Axes of an ellipsis get letters from here on, which no equation can hold. */
  private static final int ELLIPSIS = 0x2460;

  private final Builder b;

  /** A tensor and the letters of its axes. */
  private record Term(Edge edge, List<Integer> letters) {}

  public Einsum(Builder b) {
    this.b = b;
  }

  public Edge apply(String text, List<Edge> operands) {
    var equation = text.replace(" ", "");
    int arrow = equation.indexOf("->");
    var left = arrow < 0 ? equation : equation.substring(0, arrow);
    var parts = List.of(left.split(",", -1));
    if (parts.size() != operands.size())
      throw invalid("\"%s\" for %d operands, must name as many", text, operands.size());
    int wide = 0;
    for (int i = 0; i < parts.size(); i++)
      if (parts.get(i).contains("..."))
        wide = Math.max(wide, operands.get(i).rank() - parts.get(i).length() + 3);
    var terms = new ArrayList<Term>();
    for (int i = 0; i < parts.size(); i++)
      terms.add(
          new Term(operands.get(i), letters(parts.get(i), operands.get(i).rank(), wide, text)));
    var result =
        arrow < 0 ? implied(terms, wide) : letters(equation.substring(arrow + 2), -1, wide, text);
    return contract(terms.stream().map(this::diagonal).toList(), result);
  }

  private static ConversionException invalid(String message, Object... details) {
    return new ConversionException(Kind.INVALID_GRAPH, "equation " + message, details);
  }

  private static List<Integer> letters(String part, int rank, int wide, String text) {
    var letters = new ArrayList<Integer>();
    int dots = part.indexOf("...");
    int own = dots < 0 ? 0 : rank < 0 ? wide : rank - part.length() + 3;
    for (int i = 0; i < part.length(); i++) {
      if (i == dots) {
        for (int k = wide - own; k < wide; k++) letters.add(ELLIPSIS + k);
        i += 2;
      } else if (Character.isLetter(part.charAt(i))) letters.add((int) part.charAt(i));
      else throw invalid("\"%s\", must consist of letters, commas and one arrow", text);
    }
    if (rank >= 0 && letters.size() != rank)
      throw invalid("\"%s\" names %d axes of an operand of rank %d", text, letters.size(), rank);
    return letters;
  }

  /** Without an arrow: the ellipsis, then what occurs once, by the alphabet. */
  private static List<Integer> implied(List<Term> terms, int wide) {
    var all = terms.stream().flatMap(term -> term.letters().stream()).toList();
    var result = new ArrayList<Integer>();
    for (int k = 0; k < wide; k++) result.add(ELLIPSIS + k);
    all.stream()
        .filter(letter -> letter < ELLIPSIS && Collections.frequency(all, letter) == 1)
        .sorted()
        .forEach(result::add);
    return result;
  }

  /** An operand that names an axis twice is read along its diagonal. */
  private Term diagonal(Term given) {
    var term = given;
    while (new LinkedHashSet<>(term.letters()).size() < term.letters().size()) {
      int first = 0;
      while (term.letters().lastIndexOf(term.letters().get(first)) == first) first++;
      int second = term.letters().lastIndexOf(term.letters().get(first));
      term = diagonal(term, first, second);
    }
    return term;
  }

  private Term diagonal(Term term, int first, int second) {
    var x = term.edge();
    if (!x.dim(first).isKnown() || !x.dim(first).equals(x.dim(second)))
      throw new UnsupportedNodeException(
          "it reads the diagonal of %s".formatted(x.form()), "fix the sizes of the inputs");
    int extent = Math.toIntExact(x.dim(first).value());
    var order = new ArrayList<>(List.of(first, second));
    IntStream.range(0, x.rank()).filter(i -> i != first && i != second).forEach(order::add);
    var front = b.transpose(x, order);
    var dims = new ArrayList<>(front.form().dims().subList(2, x.rank()));
    dims.addFirst(Dim.of((long) extent * extent));
    var places = b.ints(IntStream.range(0, extent).map(i -> i * (extent + 1)).toArray());
    var letters = order.stream().skip(1).map(term.letters()::get).toList();
    return new Term(b.gather(b.reshape(front, dims), places, 0, 0), letters);
  }

  private Edge contract(List<Term> terms, List<Integer> result) {
    var left = new ArrayList<>(terms);
    var term = left.removeFirst();
    while (!left.isEmpty()) {
      var next = left.removeFirst();
      Set<Integer> needed = new LinkedHashSet<>(result);
      left.forEach(later -> needed.addAll(later.letters()));
      term =
          pair(
              summed(term, union(needed, next.letters())),
              summed(next, union(needed, term.letters())),
              needed);
    }
    term = summed(term, new LinkedHashSet<>(result));
    for (int letter : result)
      if (!term.letters().contains(letter))
        throw invalid("names the axis \"%s\" in its result alone", Character.toString(letter));
    return b.transpose(term.edge(), result.stream().map(term.letters()::indexOf).toList());
  }

  private static Set<Integer> union(Set<Integer> some, List<Integer> more) {
    var all = new LinkedHashSet<>(some);
    all.addAll(more);
    return all;
  }

  private Term summed(Term term, Set<Integer> kept) {
    var axes =
        IntStream.range(0, term.letters().size())
            .filter(i -> !kept.contains(term.letters().get(i)))
            .boxed()
            .toList();
    if (axes.isEmpty()) return term;
    return new Term(
        b.sum(term.edge(), axes, false), term.letters().stream().filter(kept::contains).toList());
  }

  /** The product of two, summed over what neither the result nor a later operand needs. */
  private Term pair(Term x, Term y, Set<Integer> needed) {
    var batch = both(x, y, true, needed);
    var inner = both(x, y, false, needed);
    var rows = x.letters().stream().filter(letter -> !y.letters().contains(letter)).toList();
    var columns = y.letters().stream().filter(letter -> !x.letters().contains(letter)).toList();
    var letters = new ArrayList<>(batch);
    letters.addAll(rows);
    letters.addAll(columns);
    boolean broadcast = batch.stream().anyMatch(letter -> !dim(x, letter).equals(dim(y, letter)));
    if (inner.isEmpty() || broadcast || x.edge().dtype() != DType.F32) {
      var all = new ArrayList<>(letters);
      all.addAll(inner);
      var product = b.mul(spread(x, all), spread(y, all));
      return summed(new Term(product, all), new LinkedHashSet<>(letters));
    }
    var first = matrix(x, batch, rows, inner);
    var second = matrix(y, batch, inner, columns);
    var dims = new ArrayList<Dim>();
    for (int letter : batch) dims.add(dim(x, letter));
    for (int letter : rows) dims.add(dim(x, letter));
    for (int letter : columns) dims.add(dim(y, letter));
    return new Term(b.reshape(b.matmul(first, second), dims), letters);
  }

  private static List<Integer> both(Term x, Term y, boolean kept, Set<Integer> needed) {
    return x.letters().stream()
        .filter(letter -> y.letters().contains(letter) && needed.contains(letter) == kept)
        .collect(Collectors.toList());
  }

  private static Dim dim(Term term, int letter) {
    return term.edge().dim(term.letters().indexOf(letter));
  }

  private Edge matrix(Term term, List<Integer> batch, List<Integer> rows, List<Integer> columns) {
    var order = new ArrayList<Integer>();
    for (var group : List.of(batch, rows, columns))
      for (int letter : group) order.add(term.letters().indexOf(letter));
    var dims = new ArrayList<Dim>();
    for (int letter : batch) dims.add(dim(term, letter));
    dims.add(rows.stream().map(letter -> dim(term, letter)).reduce(Dim.ONE, Dim::times));
    dims.add(columns.stream().map(letter -> dim(term, letter)).reduce(Dim.ONE, Dim::times));
    return b.reshape(b.transpose(term.edge(), order), dims);
  }

  /** With an axis for each letter, of extent 1 where the term has none. */
  private Edge spread(Term term, List<Integer> all) {
    var order = all.stream().filter(term.letters()::contains).map(term.letters()::indexOf).toList();
    var dims =
        all.stream()
            .map(letter -> term.letters().contains(letter) ? dim(term, letter) : Dim.ONE)
            .toList();
    return b.reshape(b.transpose(term.edge(), order), dims);
  }
}
