package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.cli.remote.StoredThing;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/**
 * The file of a model that a command works on in this process: one that is here, or one that was
 * fetched from a server and goes when the command ends.
 */
final class ModelHere implements AutoCloseable {
  private final Path file;
  private final Optional<Path> folder;

  private ModelHere(Path file, Optional<Path> folder) {
    this.file = file;
    this.folder = folder;
  }

  /** The model that MODEL names: a file without a server, the server's model with one. */
  static ModelHere of(CommandSpec command, Path model, Optional<RemotePlatform> server)
      throws IOException {
    var stored = StoredThing.of(model);
    if (server.isEmpty()) return new ModelHere(model, Optional.empty());
    Flags.require(
        command,
        stored.isPresent(),
        "MODEL %s: %s works on it in this process; leave out --server, or name a model that is there, such as mdl_..."
            .formatted(model, command.name()));
    return fetched(server.get(), stored.orElseThrow());
  }

  private static ModelHere fetched(RemotePlatform server, StoredThing stored) throws IOException {
    var known = server.find("models", stored);
    var format = known.path("format").asString("");
    if (!format.equals("tflite")) {
      throw new BantamException(
          ErrorCode.UNSUPPORTED,
          "model %s: is of format %s, must be tflite; convert it first"
              .formatted(stored.text(), format));
    }
    var folder = Files.createTempDirectory("bantam-model");
    var file = folder.resolve(fileName(known));
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit(); // also where the command is interrupted; last in, first out
    var here = new ModelHere(file, Optional.of(folder));
    try {
      server.download(known.path("id").asString(), file);
      return here;
    } catch (IOException | RuntimeException e) {
      here.close();
      throw e;
    }
  }

  /** As people know it, for a package is named after it. */
  private static String fileName(JsonNode model) {
    var plain = model.path("name").asString("model").replaceAll("[^A-Za-z0-9_-]+", "_");
    return plain + ".tflite";
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    if (folder.isEmpty()) return;
    Files.deleteIfExists(file);
    Files.deleteIfExists(folder.get());
  }
}
