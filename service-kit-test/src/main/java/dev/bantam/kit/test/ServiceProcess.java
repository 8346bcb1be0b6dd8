package dev.bantam.kit.test;

import dev.bantam.kit.service.RunningService;
import dev.bantam.kit.service.ServiceDescriptor;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A service in a process of its own, which a test may kill at any moment. */
public final class ServiceProcess implements AutoCloseable {
  private static final String READY = "ready ";

  private final Process process;
  private final URI address;

  private ServiceProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it with this run's class path; returns once it answers. */
  public static ServiceProcess start(
      String service, TestDatabase database, Path data, Map<String, String> properties)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(ServiceProcess.class.getName());
    command.add(service);
    var all = new HashMap<>(TestService.properties(database, data));
    all.putAll(properties);
    all.forEach((key, value) -> command.add(key + "=" + value));
    var log = Files.createTempFile("bantam-test-service", ".log");
    var process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var out = process.inputReader(StandardCharsets.UTF_8);
    for (String line; (line = out.readLine()) != null; ) {
      if (line.startsWith(READY)) {
        drain(out, log);
        return new ServiceProcess(process, URI.create(line.substring(READY.length())));
      }
      Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
    }
    throw new IOException("the service did not start:\n" + Files.readString(log));
  }

  /** What it says goes into a file, to be read where a test fails. */
  private static void drain(BufferedReader out, Path log) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (var file = Files.newBufferedWriter(log, StandardOpenOption.APPEND)) {
                for (String line; (line = out.readLine()) != null; ) {
                  file.write(line);
                  file.newLine();
                  file.flush();
                }
              } catch (IOException e) {
                // it was killed, or the disk is full: the test goes on
              }
            });
  }

  /** What the process runs: the service's name, then its properties. */
  public static void main(String[] arguments) throws InterruptedException {
    var properties = new HashMap<String, String>();
    for (int i = 1; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      properties.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    var descriptor =
        ServiceDescriptor.all().stream()
            .filter(service -> service.name().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    System.out.println(READY + RunningService.start(descriptor, properties).address());
    new CountDownLatch(1).await();
  }

  public URI address() {
    return address;
  }

  public TestClient client() {
    return TestClient.of(address).with(TestService.SERVICE_TOKEN);
  }

  /** As {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
