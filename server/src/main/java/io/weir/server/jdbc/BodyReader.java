package io.weir.server.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.servlet.AsyncContext;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Reads the body of a request as it arrives. No thread waits for it meanwhile: clients that send a few bytes now and then
 * would otherwise take all of the server's, before anybody has asked them who they are.
 */
final class BodyReader implements ReadListener {
    private static final int BUFFER_BYTES = 8 << 10;

    private final AsyncContext request;
    private final ServletInputStream in;
    private final long maxBytes;
    private final Receiver receiver;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean isEnded;

    /** What becomes of a body: one of these is called, once, and answers the request. */
    interface Receiver {
        /** It is there. */
        void receive(byte[] body) throws IOException;

        /** It has more bytes than it may; the rest is not read. */
        void refuse() throws IOException;

        /** It ended before its end, is not of HTTP, or came too slowly. */
        void miss() throws IOException;
    }

    private BodyReader(AsyncContext request, ServletInputStream in, long maxBytes, Receiver receiver) {
        this.request = request;
        this.in = in;
        this.maxBytes = maxBytes;
        this.receiver = receiver;
    }

    /**
     * Begins to read; the receiver is called by this thread or a later one. By this one, without a detour, if all of the
     * body is there, as it mostly is: small bodies come with their headers.
     */
    static void read(HttpServletRequest request, HttpServletResponse response, long maxBytes, Receiver receiver)
            throws IOException {
        long length = request.getContentLengthLong();
        ServletInputStream in = request.getInputStream();
        if (length >= 0 && length <= in.available()) {
            receiver.receive(in.readNBytes((int) length));
            return;
        }
        AsyncContext waiting = request.startAsync(request, response);
        waiting.setTimeout(0); // a statement takes as long as it takes
        in.setReadListener(new BodyReader(waiting, in, maxBytes, receiver));
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (!isEnded && in.isReady() && !in.isFinished()) {
            int count = in.read(buffer);
            if (count > 0) {
                body.write(buffer, 0, count);
            }
            if (body.size() > maxBytes) {
                end(receiver::refuse);
            }
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        end(() -> receiver.receive(body.toByteArray()));
    }

    @Override
    public void onError(Throwable error) {
        try {
            end(receiver::miss);
        } catch (IOException gone) {
            // Nobody is there to read the answer.
        }
    }

    @FunctionalInterface
    private interface Answer {
        void give() throws IOException;
    }

    private void end(Answer answer) throws IOException {
        if (isEnded) {
            return;
        }
        isEnded = true;
        boolean isAnswered = false;
        try {
            answer.give();
            isAnswered = true;
        } finally {
            if (!isAnswered && !request.getResponse().isCommitted()) {
                ((HttpServletResponse) request.getResponse()).setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            }
            request.complete();
        }
    }
}
