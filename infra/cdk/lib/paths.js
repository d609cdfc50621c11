// Runs in CloudFront, before a request goes on to the APIs: from the addresses that clients know to those of the stage.
//   /api/projects       → /live/projects
//   /docs               → /live/docs
//   /ws/projects/X?…    → /live?project=X&…
//   /ws?project=X&…     → /live?project=X&…
function handler(event) {
    var request = event.request;
    var socket = /^\/ws(?:\/projects\/([^/]+))?\/?$/.exec(request.uri);
    if (socket) {
        request.uri = '/live';
        if (socket[1]) request.querystring.project = { value: socket[1] };
    } else {
        request.uri = '/live' + request.uri.replace(/^\/api(?=\/|$)/, '');
    }
    return request;
}
