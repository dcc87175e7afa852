package io.weir.server.cli;

import io.weir.server.jdbc.Users;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code weir hash-password NAME}: reads a password and prints the user's line for the users file. */
@Command(
        name = "hash-password",
        description = "Reads a password and prints a line for the users file.",
        mixinStandardHelpOptions = true)
final class HashPasswordCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
        String password = password();
        if (password.isEmpty()) {
            System.err.println("weir: the password is empty");
            return 1;
        }
        System.out.println(Users.line(name, password, new SecureRandom()));
        return 0;
    }

    private static String password() throws IOException {
        Console console = System.console();
        if (console != null) {
            char[] typed = console.readPassword("Password: ");
            return typed == null ? "" : new String(typed);
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }
}
