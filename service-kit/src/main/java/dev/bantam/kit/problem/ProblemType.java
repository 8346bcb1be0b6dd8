package dev.bantam.kit.problem;

import dev.bantam.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of refusal as clients know it.
 *
 * @param slug the last part of its address, stable
 * @param status the HTTP status that goes with it
 * @param cause how one comes to see it
 * @param cure what to do
 */
public record ProblemType(String slug, int status, String cause, String cure) {
  public static final ProblemType UNREADABLE =
      new ProblemType(
          "unreadable-request",
          400,
          "The request is not well-formed: broken JSON, a header or a parameter that cannot be read.",
          "Send what the contract at /docs shows; the detail names the place.");
  public static final ProblemType METHOD_NOT_ALLOWED =
      new ProblemType(
          "method-not-allowed",
          405,
          "The address exists, but not with this method.",
          "Use one of the methods in the header Allow.");
  public static final ProblemType NOT_ACCEPTABLE =
      new ProblemType(
          "not-acceptable",
          406,
          "The answer is not available in any form that the header Accept allows.",
          "Accept application/json, or what the contract at /docs lists.");
  public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
      new ProblemType(
          "unsupported-media-type",
          415,
          "The body has a Content-Type that this address does not read.",
          "Send application/json.");
  public static final ProblemType RANGE_NOT_SATISFIABLE =
      new ProblemType(
          "range-not-satisfiable",
          416,
          "The header Range asks for bytes behind the end of the content.",
          "Ask for a range within the length that the header Content-Range names.");

  /** Kinds that only the web knows; the others come from the libraries. */
  private static final List<ProblemType> OF_THE_WEB =
      List.of(
          UNREADABLE,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          UNSUPPORTED_MEDIA_TYPE,
          RANGE_NOT_SATISFIABLE);

  /** All of them, as the catalogue lists them. */
  public static List<ProblemType> all() {
    return Stream.concat(
            OF_THE_WEB.stream(), Arrays.stream(ErrorCode.values()).map(ProblemType::of))
        .toList();
  }

  /** The first kind of a status; that of a request that cannot be read, where there is none. */
  public static ProblemType ofStatus(int status) {
    return all().stream().filter(it -> it.status() == status).findFirst().orElse(UNREADABLE);
  }

  /** How a refusal of a library looks to a client. */
  public static ProblemType of(ErrorCode code) {
    return switch (code) {
      case INVALID_MODEL ->
          entry(
              code,
              "The file is not the model it claims to be, or is damaged.",
              "The detail names the place in the file. Export the model again.");
      case UNKNOWN_FORMAT ->
          entry(
              code,
              "The file is of no kind that is known here; its content decides, not its name.",
              "Send a .tflite, an ONNX file, or a zip of a SavedModel folder; data as .npz, zip or"
                  + " CSV.");
      case INVALID_DATASET ->
          entry(
              code,
              "The data set cannot be read, or does not fit the model.",
              "The detail names the sample or the shape that is wrong.");
      case INVALID_REQUEST ->
          entry(
              code,
              "The request can be read, but says something that has no meaning.",
              "Mend each place that \"errors\" lists; all of them are listed at once.");
      case UNSUPPORTED ->
          entry(
              code,
              "The model is valid, but holds something that cannot be done here.",
              "The detail names the node and what could replace it.");
      case TOO_LARGE ->
          entry(
              code,
              "A limit was passed; the detail names it.",
              "Send less, or ask whoever runs the server to raise the limit.");
      case NOT_FOUND ->
          entry(code, "There is no such thing.", "Check the identifier; lists show what is there.");
      case CONFLICT ->
          entry(
              code,
              "The thing is in a state that does not allow this, or an Idempotency-Key was used for"
                  + " something else.",
              "Read the thing again and decide anew; use a fresh key for a new request.");
      case GONE -> entry(code, "The thing was deleted.", "Make it again if you still need it.");
      case UNAUTHORIZED ->
          entry(
              code,
              "There is no token, or one that is unknown or has expired.",
              "Send the header Authorization: Bearer bt_...; an admin makes tokens.");
      case FORBIDDEN ->
          entry(code, "The token's role is not enough.", "Use a token with a role that is named.");
      case TOO_MANY_REQUESTS ->
          entry(
              code,
              "More was asked for than there is room for just now.",
              "Wait as long as the header Retry-After says, then send the same again.");
      case UNAVAILABLE ->
          entry(
              code,
              "Something around the service does not answer: disk, database, network, driver.",
              "Nothing is lost. Send the same request again a little later.");
      case CANCELLED ->
          entry(code, "The work was stopped because someone asked for it.", "Start it again.");
      case INTERNAL ->
          entry(
              code,
              "A fault of ours.",
              "Report it with the time and the address; the log of the service holds the rest.");
    };
  }

  private static ProblemType entry(ErrorCode code, String cause, String cure) {
    return new ProblemType(code.slug(), code.status(), cause, cure);
  }

  /** The slug as words: {@code Invalid model}. */
  public String title() {
    var words = slug.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** Its address, which clients switch on. */
  public String address() {
    return "/problems/" + slug;
  }
}
