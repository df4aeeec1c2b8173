// A certified OpenID Connect provider with one client and its own forms for login and consent.
// node server.mjs REDIRECT_URI LOGOUT_URI; prints its address.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [redirectUri, logoutUri] = process.argv.slice(2);
const people = {
  ada: { tenant: ['default'], roles: ['analyst'] },
  eve: { tenant: ['default'], roles: ['shop'] },
};

let provider;
const server = createServer((request, response) => provider.callback()(request, response));
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'spillway-reports',
        client_secret: 'a-secret-of-the-test',
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [logoutUri],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    claims: { openid: ['sub', 'tenant', 'roles'] },
    conformIdTokenClaims: false,
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    pkce: { required: () => true },
    // A refresh token is replaced with each use, and its second use revokes the login.
    rotateRefreshToken: true,
    ttl: { AccessToken: 2, IdToken: 60, RefreshToken: 600, Session: 600, Grant: 600, Interaction: 600 },
    cookies: { keys: ['of-the-test'] },
  });
  console.log(`LISTENING ${issuer}`);
});
