package dev.bantam.kit.job;

/**
 * A kind of work.
 *
 * @param name as clients read it: {@code quantization}
 * @param prefix of its identifiers: {@code qnt}
 * @param collection the last part of its address: {@code quantizations}
 * @param request what is asked for, as a record that JSON is read into
 */
public record JobKind<R>(String name, String prefix, String collection, Class<R> request) {
  /** Where its jobs are. */
  public String address() {
    return "/api/v1/" + collection;
  }

  public String address(String id) {
    return address() + "/" + id;
  }
}
