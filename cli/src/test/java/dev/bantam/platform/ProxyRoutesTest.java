package dev.bantam.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kit.service.ServiceDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The proxy of the containers routes as the services' descriptors say. */
class ProxyRoutesTest {
  @Test
  void everyCollectionIsRoutedToItsService() throws IOException {
    var lines = Files.readAllLines(Path.of("../deploy/proxy/Caddyfile"));
    for (var service : ServiceDescriptor.all()) {
      var start = "@" + service.name() + " path ";
      var routed =
          lines.stream()
              .map(String::strip)
              .filter(line -> line.startsWith(start))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no route to " + service.name()));
      var paths = new TreeSet<String>();
      Arrays.stream(routed.substring(start.length()).split(" ", -1))
          .filter(path -> path.startsWith("/api/v1/"))
          .forEach(path -> paths.add(path.substring("/api/v1/".length()).replace("*", "")));
      assertThat(paths).isEqualTo(new TreeSet<>(service.collections()));
    }
  }
}
