package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * All sequences of words of a text that leave out no more than some words between two. How many
 * there are shapes the result, so that the text has to be known when the program is made.
 */
public final class SkipGram implements Operator.Single<SkipGram.Options> {
  /** Sequences of one text: their number grows with a power of the words. */
  private static final int MOST_GRAMS = 1_000_000;

  /**
   * @param size words of a sequence, at least 1
   * @param mostSkipped words that may be left out between two
   * @param includeShorter whether shorter sequences are given too
   */
  public record Options(int size, int mostSkipped, boolean includeShorter) {
    public Options {
      if (size < 1)
        throw new IllegalArgumentException("ngram_size is " + size + ", must be at least 1");
      if (mostSkipped < 0)
        throw new IllegalArgumentException(
            "max_skip_size is " + mostSkipped + ", must be at least 0");
    }
  }

  @Override
  public Signature signature() {
    return Signature.of("SKIP_GRAM").operand("text", Types.TEXT).result("grams");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Math.toIntExact(raw.integer("ngram_size", 0)),
        Math.toIntExact(raw.integer("max_skip_size", 0)),
        raw.flag("include_all_ngrams", false));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var text = call.constant("text");
    if (text.elements() < 1) throw call.refuse("no text, must be one");
    var words = words(text.string(0));
    var grams = words.size() < call.attributes().size() ? List.<byte[]>of() : grams(call, words);
    return b.constant(Literal.strings(Shape.of(grams.size()), grams));
  }

  /** Split at white space; a first word behind a single space is lost, as files expect it. */
  private static List<String> words(byte[] text) {
    var words = new ArrayList<String>();
    int begin = 0;
    for (int i = 1; i < text.length; i++) {
      if (!isSpace(text[i])) continue;
      if (i > begin && !isSpace(text[begin])) words.add(word(text, begin, i));
      begin = i + 1;
    }
    if (text.length > begin) words.add(word(text, begin, text.length));
    return words;
  }

  /** One character for each byte, so that any bytes come through. */
  private static String word(byte[] text, int begin, int end) {
    return new String(text, begin, end - begin, StandardCharsets.ISO_8859_1);
  }

  private static boolean isSpace(byte character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  /** Longer sequences come before those that they begin with. */
  private static List<byte[]> grams(Call<Options> call, List<String> words) {
    var options = call.attributes();
    var grams = new ArrayList<byte[]>();
    var chosen = new int[options.size()];
    int depth = 1;
    while (depth >= 0) {
      if (goesDeeper(options, chosen, depth, words.size())) {
        chosen[depth]++;
        depth++;
        if (depth < options.size()) chosen[depth] = chosen[depth - 1];
        continue;
      }
      if (depth == options.size() || (options.includeShorter() && depth > 0)) {
        if (grams.size() == MOST_GRAMS)
          throw call.refuse("more than %d sequences of words, must be at most that", MOST_GRAMS);
        grams.add(joined(words, chosen, depth));
      }
      depth--;
    }
    return grams;
  }

  private static boolean goesDeeper(Options options, int[] chosen, int depth, int words) {
    if (depth >= options.size() || chosen[depth] + 1 >= words) return false;
    return depth == 0 || chosen[depth] - chosen[depth - 1] <= options.mostSkipped();
  }

  private static byte[] joined(List<String> words, int[] chosen, int count) {
    var gram = new ArrayList<String>();
    for (int i = 0; i < count; i++) gram.add(words.get(chosen[i]));
    return String.join(" ", gram).getBytes(StandardCharsets.ISO_8859_1);
  }
}
