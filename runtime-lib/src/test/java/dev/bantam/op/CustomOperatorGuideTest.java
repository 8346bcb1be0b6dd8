package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.flatbuffers.FlexBuffersBuilder;
import dev.bantam.error.BantamException;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.interp.Interpreter;
import dev.bantam.type.Bytes;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the example of the guide and runs a model with it. */
class CustomOperatorGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "how-to", "define-a-custom-operator.md");

  @TempDir private Path folder;

  private static String block(String guide, String language) {
    var block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(guide);
    assertThat(block.find()).as("a block of %s in the guide", language).isTrue();
    return block.group(1);
  }

  /** Compiles what the guide shows, and names the service as it says. */
  private URLClassLoader compiled() throws IOException {
    var guide = Files.readString(GUIDE);
    var source =
        new SimpleJavaFileObject(
            URI.create("string:///com/example/Mish.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return block(guide, "java");
          }
        };
    var messages = new StringWriter();
    var options =
        List.of(
            "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean done =
        ToolProvider.getSystemJavaCompiler()
            .getTask(messages, null, null, options, null, List.of(source))
            .call();
    assertThat(done).as("%s", messages).isTrue();
    var services = folder.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.writeString(
        services.resolve(Operator.class.getName()), block(guide, "text"), StandardCharsets.UTF_8);
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Operators.class.getClassLoader());
  }

  private static Graph mish(double beta) {
    var options = new FlexBuffersBuilder();
    int map = options.startMap();
    options.putFloat("beta", beta);
    options.endMap(null, map);
    var buffer = options.finish();
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    var x = GraphTensor.of("x", TensorType.parse("f32[3]"));
    var node =
        new Node(
            "Mish",
            true,
            1,
            List.of(0),
            List.of(1),
            List.of(),
            Attributes.NONE.with(Bytes.of(bytes)));
    var main =
        new Subgraph("main", List.of(x, x.named("y")), List.of(0), List.of(1), List.of(node));
    return new Graph(List.of(main), List.of(), List.of(), "");
  }

  @Test
  void theExampleRuns() throws IOException {
    try (var loader = compiled()) {
      var interpreter = new Interpreter();
      var lowering = new Lowering(Operators.load(loader), interpreter);
      var program = lowering.lower(Entry.main(mish(2)));
      var x = Literal.of(Shape.of(3), -1f, 0f, 2f);
      var y = interpreter.instance(program).run(List.of(x)).getFirst().toFloats();
      for (int i = 0; i < 3; i++) {
        double expected = x.real(i) * Math.tanh(Math.log1p(Math.exp(2 * x.real(i))));
        assertThat((double) y[i]).isCloseTo(expected, within(1e-6));
      }
      assertThatThrownBy(() -> lowering.lower(Entry.main(mish(-1))))
          .hasMessage("subgraph 0 \"main\", operator 0 Mish: beta is -1.0, must be positive");
    }
  }

  @Test
  void withoutItsDefinitionTheOperatorIsNamed() {
    var lowering = new Lowering(Operators.load(), new Interpreter());
    assertThatThrownBy(() -> lowering.lower(Entry.main(mish(1))))
        .isInstanceOf(BantamException.class)
        .hasMessage(
            "the model needs 1 operator that is not defined: custom Mish (first in subgraph 0"
                + " \"main\", operator 0)");
  }

  @Test
  void aSecondOneOfTheSameNameIsRefused() throws IOException {
    var services = folder.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.writeString(services.resolve(Operator.class.getName()), Mfcc.class.getName());
    try (var loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, Operators.class.getClassLoader())) {
      assertThatThrownBy(() -> Operators.load(loader))
          .isInstanceOf(BantamException.class)
          .hasMessage("custom operators: operator Mfcc is defined twice");
    }
  }
}
