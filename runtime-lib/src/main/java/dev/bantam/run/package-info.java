/**
 * Models and sessions: what a user of the library meets first.
 *
 * <pre>{@code
 * try (var model = Model.open(Path.of("mobilenet_v2.tflite"));
 *     var session = model.session(Devices.load().device("cpu", DeviceOptions.DEFAULT))) {
 *   session.input(0).setFloats(pixels);
 *   session.run();
 *   float[] scores = session.output(0).floats();
 * }
 * }</pre>
 *
 * <p>A program has fixed shapes, so a session lowers and compiles the graph again for the shapes,
 * and the values that shapes depend on, which it meets; what was made is kept in a small cache that
 * the sessions of a model share. Nothing here knows an operator, or how a device works.
 */
@NullMarked
package dev.bantam.run;

import org.jspecify.annotations.NullMarked;
