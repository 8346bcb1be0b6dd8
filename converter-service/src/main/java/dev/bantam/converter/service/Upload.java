package dev.bantam.converter.service;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.artifact.Artifact;
import dev.bantam.kit.artifact.ArtifactStore;
import dev.bantam.kit.artifact.ContentDigest;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the body of a request into a store, as it streams in. */
final class Upload {
  private static final int NAME_CHARACTERS = 200;

  private Upload() {}

  /**
   * Takes all of it, or refuses it.
   *
   * @param promised the header {@code Content-Digest}, where there was one
   * @param what it is, for messages
   */
  static Artifact receive(
      HttpServletRequest request,
      @Nullable String promised,
      ArtifactStore store,
      String what,
      long limitBytes) {
    if (request.getContentLengthLong() > limitBytes) {
      throw new BantamException(
          ErrorCode.TOO_LARGE,
          "%s: the content is longer than the limit of %d bytes, send less"
              .formatted(what, limitBytes));
    }
    var expected = ContentDigest.parse(promised);
    try {
      return store.store(request.getInputStream(), what, limitBytes, expected);
    } catch (IOException e) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST, "%s: the content cannot be read".formatted(what), e);
    }
  }

  /** A name is for people: any printable text of some length. */
  static String name(String name) {
    boolean printable = name.codePoints().noneMatch(Character::isISOControl);
    if (name.isBlank() || name.length() > NAME_CHARACTERS || !printable) {
      throw new InvalidInputException(
          List.of(
              InputError.parameter(
                  "name", "must be 1 to %d printable characters".formatted(NAME_CHARACTERS))));
    }
    return name;
  }
}
