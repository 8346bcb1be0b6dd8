/**
 * The graph under construction: edges with symbolic extents, and emitters that know the form of
 * each operator's result.
 *
 * <p>Emission folds constants, shares equal operators and carries layout transposes behind the
 * operators that do not mind them. Nothing here knows a source format. To emit an operator that no
 * front end needed yet, add a method to the emitter of its family.
 */
@NullMarked
package dev.bantam.converter.build;

import org.jspecify.annotations.NullMarked;
