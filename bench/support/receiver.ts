import { createServer } from 'node:http';

/** Takes every post, and tells how many they were. */
let taken = 0;
createServer((request, response) => {
  if (request.method === 'GET') return response.end(String(taken));
  request.resume().on('end', () => {
    taken++;
    response.writeHead(204).end();
  });
}).listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('ready'));
