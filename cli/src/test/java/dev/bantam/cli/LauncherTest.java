package dev.bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a folder of its own, with a Maven that only notes that it was called. */
class LauncherTest {
  private static final String BUILDING = "Building Bantam";

  @TempDir Path folder;
  private Path home;
  private Path tools;

  @BeforeEach
  void copy() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(Path.of("../bantam"), home.resolve("bantam"), StandardCopyOption.COPY_ATTRIBUTES);
    write("dashboard-ui/src/main.ts", "");
    write("cli/src/main/java/Main.java", "");
    program("npm", "");
  }

  private void write(String name, String text) throws IOException {
    var file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void program(String name, String commands) throws IOException {
    var file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + commands);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** A JDK whose Java only says what it was called with. */
  private Path jdk() throws IOException {
    var jdk = Files.createDirectories(folder.resolve("jdk/bin"));
    for (var name : List.of("java", "javac")) {
      var file = Files.writeString(jdk.resolve(name), "#!/bin/sh\necho java \"$@\"\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    var home = folder.resolve("jdk");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    return home;
  }

  /** What it says. */
  private String launched(String... arguments) throws IOException, InterruptedException {
    // Times of files are compared, so let the clock go on.
    Thread.sleep(20);
    var command = new ArrayList<>(List.of(home.resolve("bantam").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("BANTAM_JAVA_HOME", jdk().toString());
    builder.environment().merge("PATH", tools.toString(), (path, ours) -> ours + ":" + path);
    var process = builder.start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }

  @Test
  void buildsOnceAlthoughTheBuildWritesIntoTheSources() throws Exception {
    program("mvn", "sleep 0.1; echo generated > dashboard-ui/src/schema.d.ts");
    assertThat(launched()).contains(BUILDING);
    assertThat(launched()).doesNotContain(BUILDING);
  }

  @Test
  void buildsAgainWhenASourceChanged() throws Exception {
    program("mvn", "");
    assertThat(launched()).contains(BUILDING);
    Thread.sleep(20);
    write("cli/src/main/java/Main.java", "changed");
    assertThat(launched()).contains(BUILDING);
    assertThat(launched()).doesNotContain(BUILDING);
  }

  @Test
  void buildsAgainWhenASourceChangedDuringTheBuild() throws Exception {
    program("mvn", "sleep 0.1; [ -e edited ] || touch edited cli/src/main/java/Main.java");
    assertThat(launched()).contains(BUILDING);
    assertThat(launched()).contains(BUILDING);
    assertThat(launched()).doesNotContain(BUILDING);
  }

  @Test
  void buildsAgainAfterAFailure() throws Exception {
    program("mvn", "exit 1");
    assertThat(launched()).contains(BUILDING, "bantam: the build failed");
    program("mvn", "");
    assertThat(launched()).contains(BUILDING);
    assertThat(launched()).doesNotContain(BUILDING);
  }

  @Test
  void onlyThePlatformStartsFromAnArchiveOfItsClasses() throws Exception {
    program("mvn", "");
    var archive = "-XX:SharedArchiveFile=" + home.toRealPath().resolve(".bantam/platform.jsa");
    assertThat(launched("demo", "--exit")).contains(archive, "dev.bantam.cli.Main demo --exit");
    assertThat(launched("serve")).contains(archive);
    assertThat(launched("inspect", "a b.tflite"))
        .contains("dev.bantam.cli.Main inspect a b.tflite")
        .doesNotContain("SharedArchive");
  }
}
