package dev.bantam.converter.build;

import dev.bantam.converter.UnsupportedNodeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An extent, or an element of a shape: a sum of products of numbers and of symbols for what is
 * known only when the model runs.
 */
public record Dim(List<Term> terms) {
  public static final Dim ONE = of(1);

  /** A product of a number other than 0 and of symbols, in order; a plain number has none. */
  public record Term(long coefficient, List<String> symbols) {
    public Term {
      symbols = List.copyOf(symbols);
    }

    @Override
    public String toString() {
      if (symbols.isEmpty()) return String.valueOf(coefficient);
      var product = String.join("*", symbols);
      return coefficient == 1 ? product : coefficient + "*" + product;
    }
  }

  public Dim {
    terms = List.copyOf(terms);
  }

  public static Dim of(long value) {
    return new Dim(value == 0 ? List.of() : List.of(new Term(value, List.of())));
  }

  public static Dim symbol(String name) {
    return new Dim(List.of(new Term(1, List.of(name))));
  }

  private static Dim sum(List<Term> terms) {
    var bySymbols =
        new TreeMap<List<String>, Long>(
            Comparator.comparing((List<String> list) -> String.join("*", list)));
    for (var term : terms)
      bySymbols.merge(
          term.symbols().stream().sorted().toList(), term.coefficient(), Math::addExact);
    return new Dim(
        bySymbols.entrySet().stream()
            .filter(entry -> entry.getValue() != 0)
            .map(entry -> new Term(entry.getValue(), entry.getKey()))
            .toList());
  }

  public boolean isKnown() {
    return terms.isEmpty() || (terms.size() == 1 && terms.getFirst().symbols().isEmpty());
  }

  public boolean is(long value) {
    return isKnown() && value() == value;
  }

  /** The number; an open extent has none, and a rule that asks for it cannot lower its node. */
  public long value() {
    if (!isKnown()) {
      throw new UnsupportedNodeException(
          "the extent %s is open".formatted(this), "fix the sizes, such as with --shape");
    }
    return terms.isEmpty() ? 0 : terms.getFirst().coefficient();
  }

  /** The symbol, if it is one and nothing else. */
  public Optional<String> symbol() {
    boolean single =
        terms.size() == 1
            && terms.getFirst().coefficient() == 1
            && terms.getFirst().symbols().size() == 1;
    return single ? Optional.of(terms.getFirst().symbols().getFirst()) : Optional.empty();
  }

  /** As a file's shape signature has it: -1 for an open extent. */
  public int signature() {
    return isKnown() ? Math.toIntExact(value()) : -1;
  }

  public Dim times(Dim other) {
    var products = new ArrayList<Term>();
    for (var a : terms) {
      for (var b : other.terms) {
        var symbols = new ArrayList<>(a.symbols());
        symbols.addAll(b.symbols());
        products.add(new Term(Math.multiplyExact(a.coefficient(), b.coefficient()), symbols));
      }
    }
    return sum(products);
  }

  /** The quotient where the division leaves nothing. */
  public Optional<Dim> dividedBy(Dim other) {
    if (equals(other) && !is(0)) return Optional.of(ONE);
    if (other.terms.size() != 1) return Optional.empty();
    var divisor = other.terms.getFirst();
    var quotients = new ArrayList<Term>();
    for (var term : terms) {
      var rest = new ArrayList<>(term.symbols());
      for (var symbol : divisor.symbols()) if (!rest.remove(symbol)) return Optional.empty();
      if (term.coefficient() % divisor.coefficient() != 0) return Optional.empty();
      quotients.add(new Term(term.coefficient() / divisor.coefficient(), rest));
    }
    return Optional.of(sum(quotients));
  }

  public Dim plus(Dim other) {
    var all = new ArrayList<>(terms);
    all.addAll(other.terms);
    return sum(all);
  }

  public Dim minus(Dim other) {
    return plus(other.times(of(-1)));
  }

  /** Rounded toward negative infinity. */
  public Dim floorDiv(Dim other) {
    if (isKnown() && other.isKnown() && !other.is(0))
      return of(Math.floorDiv(value(), other.value()));
    return dividedBy(other).orElseGet(() -> symbol("floor((%s)/(%s))".formatted(this, other)));
  }

  public Dim ceilDiv(long other) {
    return isKnown()
        ? of(-Math.floorDiv(-value(), other))
        : dividedBy(of(other)).orElseGet(() -> symbol("ceil((%s)/%d)".formatted(this, other)));
  }

  /** The extent that two extents broadcast to; empty if they do not. */
  public static Optional<Dim> broadcast(Dim a, Dim b) {
    if (a.equals(b) || b.is(1)) return Optional.of(a);
    if (a.is(1)) return Optional.of(b);
    if (a.isKnown() && b.isKnown()) return Optional.empty();
    if (a.isKnown()) return Optional.of(a);
    if (b.isKnown()) return Optional.of(b);
    return Optional.of(symbol("max(%s,%s)".formatted(a, b)));
  }

  /** The two extents that a symbol is the broadcast of, if it is one. */
  static Optional<List<Dim>> broadcastOf(String symbol) {
    if (!symbol.startsWith("max(") || !symbol.endsWith(")")) return Optional.empty();
    int depth = 0;
    for (int i = 4; i < symbol.length() - 1; i++) {
      char c = symbol.charAt(i);
      if (c == '(') depth++;
      if (c == ')') depth--;
      if (c == ',' && depth == 0)
        return Optional.of(
            List.of(
                single(symbol.substring(4, i)),
                single(symbol.substring(i + 1, symbol.length() - 1))));
    }
    return Optional.empty();
  }

  private static Dim single(String text) {
    return text.matches("-?\\d{1,18}") ? of(Long.parseLong(text)) : symbol(text);
  }

  @Override
  public String toString() {
    return terms.isEmpty()
        ? "0"
        : terms.stream().map(Term::toString).collect(Collectors.joining("+"));
  }
}
