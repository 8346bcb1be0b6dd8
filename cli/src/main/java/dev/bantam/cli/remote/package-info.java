/** The platform as the command line sees it: by REST, as any client would. */
@NullMarked
package dev.bantam.cli.remote;

import org.jspecify.annotations.NullMarked;
